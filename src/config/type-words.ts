/** JSON Schema's types in words for people. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

/** What a schema expects: `a list, text or null`. @param types the name of a type, or several */
export function expected(types: unknown): string {
  const names = [types].flat().map((type) => TYPES[String(type)] ?? String(type));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** What a value is: `a list`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return TYPES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}
