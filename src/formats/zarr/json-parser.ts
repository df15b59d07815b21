/**
 * Parses the JSON of Zarr documents: what Python writes (`NaN`, `-Infinity`), integers to the last digit, and floats told from integers.
 *
 * @module
 */

/** Deeper than any document; a bomb ends here. */
const MAX_DEPTH = 64;
const SPACE = ' \t\n\r';
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null|NaN|-?Infinity/y;
const STRING = /"(?:[^"\\]+|\\.)*"/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * Parses JSON. Integers beyond 2^53 become bigints, floats without a fraction (`1.0`) a `Float64Array` of one.
 *
 * @throws SyntaxError with what stands where
 */
export function parseJson(text: string): unknown {
  const cursor = new JsonCursor(text);
  const value = cursor.value(0);
  cursor.end();
  return value;
}

class JsonCursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#error(`nesting deeper than ${MAX_DEPTH}`);
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number) return numberOf(number);
    const word = this.#match(WORD);
    if (word === undefined) throw this.#error('no value');
    return WORDS.get(word);
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error('more after the end of the document');
  }

  #object(depth: number): unknown {
    const entries: [string, unknown][] = [];
    this.#list('}', () => {
      this.#skipSpace();
      const name = this.#string();
      this.#expect(':');
      entries.push([name, this.value(depth + 1)]);
    });
    return Object.fromEntries(entries);
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#list(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  #list(close: string, item: () => void): void {
    this.#at++;
    if (this.#take(close)) return;
    do item();
    while (this.#take(','));
    this.#expect(close);
  }

  #string(): string {
    const token = this.#match(STRING);
    if (token === undefined) throw this.#error('no text');
    return JSON.parse(token) as string;
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && SPACE.includes(this.#text.charAt(this.#at))) this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  #take(character: string): boolean {
    this.#skipSpace();
    const found = this.#text[this.#at] === character;
    if (found) this.#at++;
    return found;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw this.#error(`no '${character}'`);
  }

  #error(reason: string): SyntaxError {
    return new SyntaxError(`${reason} at character ${this.#at}, '${this.#text.slice(this.#at, this.#at + 20)}'`);
  }
}

function numberOf(token: string): unknown {
  const value = Number(token);
  if (/[.eE]/.test(token)) return Number.isInteger(value) ? Float64Array.of(value) : value;
  // Python has integers of any length, Zarr none of more than 20 digits.
  return Number.isSafeInteger(value) || token.length > 40 ? value + 0 : BigInt(token);
}
