const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|([\\/'"bfnrt])|.?)/gs;
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The number that JSON or Python writes so: a `bigint` where it is whole and not held exactly otherwise. */
export function numberFrom(literal: string): number | bigint {
  if (/^[+-]?\d+$/.test(literal)) {
    const number = Number(literal);
    return Number.isSafeInteger(number) ? number : BigInt(literal);
  }
  if (/inf/i.test(literal)) return literal.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(literal);
}

/** The text of a literal in quotes, with the escapes of JSON and Python; `undefined` where one is neither's. */
export function stringFrom(literal: string): string | undefined {
  let known = true;
  const text = literal.slice(1, -1).replace(ESCAPE, (_, short, byte, long, letter) => {
    if (letter !== undefined) return LETTERS[letter] ?? letter;
    const code = Number.parseInt(short ?? byte ?? long, 16);
    known &&= code <= 0x10ffff;
    return known ? String.fromCodePoint(code) : '';
  });
  return known ? text : undefined;
}
