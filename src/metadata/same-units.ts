/** Spellings that mean one unit, as UDUNITS has them; the first names it. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['degC', 'degreeC', 'degree_C', 'degrees_C', 'deg_C', '°C', 'celsius', 'degree_celsius', 'degrees_celsius'],
  ['K', 'kelvin', 'degK', 'degree_kelvin', 'degrees_kelvin'],
  ['degrees_north', 'degree_north', 'degree_N', 'degrees_N', 'degreeN', 'degreesN'],
  ['degrees_east', 'degree_east', 'degree_E', 'degrees_E', 'degreeE', 'degreesE'],
  ['degree', 'degrees', 'deg', '°', 'arc_degree'],
  ['m', 'metre', 'metres', 'meter', 'meters'],
  ['s', 'second', 'seconds', 'sec'],
  ['dbar', 'decibar', 'decibars'],
  ['m s-1', 'm/s', 'm.s-1', 'm s^-1', 'm s**-1', 'metre second-1', 'meter second-1', 'metres/second', 'meters/second'],
  ['%', 'percent'],
  ['1', ''],
];
const NAME_OF = new Map(
  SPELLINGS.flatMap(([name = '', ...others]) => [name, ...others].map((text) => [key(text), name])),
);

/** Whether two texts are the same unit, differently spelled. Texts that are not known here are the same only when equal. */
export function isSameUnit(a: string, b: string): boolean {
  return nameOf(a) === nameOf(b);
}

function nameOf(units: string): string {
  const text = units.trim().replace(/\s+/g, ' ');
  return NAME_OF.get(key(text)) ?? text;
}

/** Symbols tell upper from lower case (`K`, `k`); words do not. */
function key(text: string): string {
  return text.length > 4 ? text.toLowerCase() : text;
}
