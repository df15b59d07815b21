/**
 * A small check of units as CF and UDUNITS write them: their grammar, and the names that the field uses.
 *
 * @module
 */

/** What is wrong with a unit: its text is none at all, or it has a name that is not in the list. */
export type UnitFault =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unknown'; readonly name: string; readonly similar: readonly string[] };

const TIME =
  /^(years?|months?|weeks?|days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|seconds?|secs?|sec|s|milliseconds?|ms|microseconds?|us|nanoseconds?|ns)$/i;
const DATE =
  /^[+-]?\d{1,4}-\d{1,2}-\d{1,2}([T ]\s*\d{1,2}(:\d{1,2}(:\d{1,2}(\.\d*)?)?)?)?\s*(Z|UTC|GMT|[+-]?\d{1,2}(:?\d{2})?)?$/i;

/** Symbols, which distinguish upper and lower case, and take a prefix: `kPa`, `mmol`. */
const SYMBOLS = 'm g s A K mol cd rad sr Hz N Pa J W C V F S Wb T H lm lx Bq Gy Sv kat l L bar t b B eV dBZ u M'.split(
  ' ',
);
const PREFIXES = 'Y Z E P T G M k h da d c m u µ μ n p f a'.split(' ');

/** Names and symbols that take no prefix. */
const NAMES = [
  ...'1 % ‰ ° \' " d h hr min yr y a percent permille ppm ppt ppb ppmv psu pss practical_salinity_unit count counts'.split(
    ' ',
  ),
  ...'degree degrees degree_north degrees_north degreeN degree_N degrees_N degree_south degrees_south degree_east'.split(
    ' ',
  ),
  ...'degrees_east degreeE degree_E degrees_E degree_west degrees_west degree_true degrees_true deg degT arc_minute arc_second'.split(
    ' ',
  ),
  ...'°C °F degC degF deg_C celsius degree_celsius degrees_celsius degree_C degrees_C fahrenheit degree_fahrenheit kelvin degK'.split(
    ' ',
  ),
  ...'metre meter kilometre kilometer centimetre centimeter millimetre millimeter micrometre micrometer micron nanometre'.split(
    ' ',
  ),
  ...'nanometer nmile nautical_mile mile foot feet ft inch fathom gram kilogram milligram microgram tonne second minute hour'.split(
    ' ',
  ),
  ...'day week month year millisecond microsecond nanosecond sec hertz kilohertz newton pascal hectopascal kilopascal'.split(
    ' ',
  ),
  ...'decibar millibar dbar mbar bars atmosphere atm joule watt coulomb volt farad siemens ohm mho tesla lumen lux einstein'.split(
    ' ',
  ),
  ...'litre liter millilitre milliliter mole millimole micromole nanomole molar radian steradian knot kt dB decibel'.split(
    ' ',
  ),
  ...'NTU ntu FTU DU dobson sverdrup byte bit level layer sigma_level cfu cell cells individual bel angstrom gal'.split(
    ' ',
  ),
];
const KNOWN = new Set(NAMES.map((name) => name.toLowerCase()));
const EXACT = new Set([
  ...NAMES,
  ...SYMBOLS,
  ...SYMBOLS.flatMap((symbol) => PREFIXES.map((prefix) => prefix + symbol)),
]);

/** What is wrong with a unit, `undefined` when nothing is. `1` and an empty text mean no unit. */
export function unitFault(units: string): UnitFault | undefined {
  const reference = /^(\S+)\s+(?:since|after|from|ref)\b\s*(.*)$/is.exec(units.trim());
  if (reference) {
    const readable = TIME.test(reference[1] ?? '') && DATE.test(reference[2] ?? '');
    return readable ? undefined : { kind: 'unreadable' };
  }
  const names = namesIn(units);
  if (!names) return { kind: 'unreadable' };
  const unknown = names.find((name) => !isKnown(name));
  return unknown === undefined ? undefined : { kind: 'unknown', name: unknown, similar: NAMES };
}

const NUMBER = String.raw`[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:(?:\^|\*\*)[+-]?\d+)?`;
const POWER = String.raw`(?:(?:\^|\*\*)?[+-]?\d+|[⁻¹²³⁴-⁹]+)?`;
const NAME = `(?<name>[A-Za-zµμΩ°][A-Za-z_µμΩ°]*)${POWER}`;
const SYMBOL = `(?<symbol>[%‰'"])${POWER}`;
const OPERATOR = String.raw`(?<operator>\s*(?:[/·.*]|\bper\b)\s*)`;
const OTHER = String.raw`\s*[()]\s*|\s+`;

/** The names of a product of powers; `undefined` when the text is none. */
function namesIn(units: string): string[] | undefined {
  const token = new RegExp(`${OPERATOR}|${SYMBOL}|${NAME}|${NUMBER}|${OTHER}`, 'y');
  const text = units.trim();
  const names: string[] = [];
  let before: Kind = 'operator';
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    const kind = found && kindOf(found);
    if (!kind || (before === 'operator' && kind === 'operator') || isRun(before, kind)) return undefined;
    const name = found.groups?.name ?? found.groups?.symbol;
    if (name !== undefined) names.push(name);
    before = kind;
  }
  return balanced(text) && (before !== 'operator' || text === '') ? names : undefined;
}

type Kind = 'operator' | 'symbol' | 'name' | 'other';

function kindOf({ groups = {} }: RegExpExecArray): Kind {
  return (['operator', 'symbol', 'name'] as const).find((kind) => groups[kind] !== undefined) ?? 'other';
}

/** `%%`, or `%m`: what ends or begins with a sign needs something between. */
function isRun(before: Kind, kind: Kind): boolean {
  return (before === 'symbol' && kind !== 'operator' && kind !== 'other') || (before === 'name' && kind === 'symbol');
}

function balanced(text: string): boolean {
  let open = 0;
  for (const sign of text) {
    if (sign === '(') open++;
    if (sign === ')' && --open < 0) return false;
  }
  return open === 0;
}

function isKnown(name: string): boolean {
  const lowered = name.toLowerCase();
  return (
    EXACT.has(name) ||
    (lowered.length > 2 &&
      (KNOWN.has(lowered) || KNOWN.has(lowered.replace(/(es|s)$/, '')) || KNOWN.has(lowered.replace(/s$/, ''))))
  );
}
