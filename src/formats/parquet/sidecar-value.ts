/**
 * Values as they stand in the key-values of a `_common_metadata`: the JSON that we write, and the `repr` of Python values that
 * AODN's tool wrote.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { numberFrom, stringFrom } from './sidecar-literal.js';

/** Longest text that is looked at, in characters. The sidecars of large datasets have some 10,000. */
const LONGEST = 2 ** 24;
/** How deep lists and dicts may nest. */
const DEEPEST = 64;

const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
  nan: Number.NaN,
  NaN: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  Infinity: Number.POSITIVE_INFINITY,
};
const SPACE = /[ \t\r\n]*/y;
const STRING = /'[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"/y;
const NUMBER = /[+-]?(?:inf\b|Infinity\b|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
/** Types of numpy whose `repr` holds a value. */
const WRAPPERS = /^(u?int\d*|float\d*|u?longlong|bool|str|array)$/;
const NAME = /[A-Za-z_][\w.]*/y;

/**
 * The value of a text in JSON, or in the notation of Python's `repr`: dicts with texts as keys, lists, tuples, numpy scalars
 * (`np.float64(1.0)`) and arrays (`array([1., 2.], dtype=float32)`, as a list). Whole numbers beyond 2⁵³ become a `bigint`.
 * Nothing is ever evaluated.
 *
 * @param where what the error names as the place of the text
 * @throws CO_SIDECAR_VALUE for anything else
 */
export function parseSidecarValue(text: string, where = '_common_metadata'): unknown {
  const parser = new SidecarParser(text, where);
  if (text.length > LONGEST) parser.refuse(`it has more than ${LONGEST} characters`);
  return parser.whole();
}

class SidecarParser {
  readonly #text: string;
  readonly #where: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  whole(): unknown {
    const value = this.#value();
    if (this.#peek() !== '') this.refuse('something stands after its end');
    return value;
  }

  refuse(reason: string): never {
    const value = this.#text.slice(this.#at, this.#at + 40);
    throw new CloudOptimisedError('CO_SIDECAR_VALUE', { where: this.#where, value, position: this.#at, reason });
  }

  #value(): unknown {
    const next = this.#peek();
    if (next === '') this.refuse('it ends too early');
    if (this.#skip('{')) return this.#nested(() => this.#dict());
    if (this.#skip('[')) return this.#nested(() => this.#items(']'));
    if (this.#skip('(')) return this.#nested(() => this.#tuple());
    if (next === '"' || next === "'") return this.#string();
    const number = this.#match(NUMBER);
    return number === undefined ? this.#named() : numberFrom(number);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) this.refuse(`it nests more than ${DEEPEST} deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  #dict(): unknown {
    const entries = new Map<string, unknown>();
    while (!this.#ends('}', entries.size)) {
      const quote = this.#peek();
      if (quote !== '"' && quote !== "'") this.refuse('a key is no text');
      const key = this.#string();
      if (entries.has(key)) this.refuse(`the key '${key}' comes twice`);
      this.#expect(':');
      entries.set(key, this.#value());
    }
    return Object.fromEntries(entries);
  }

  #items(end: string): unknown[] {
    const items: unknown[] = [];
    while (!this.#ends(end, items.length)) items.push(this.#value());
    return items;
  }

  /** `(1,)` has one value; `(1)` is none that Python writes. */
  #tuple(): unknown[] {
    if (this.#skip(')')) return [];
    const items = [this.#value()];
    this.#expect(',');
    if (!this.#skip(')'))
      do items.push(this.#value());
      while (!this.#ends(')', items.length));
    return items;
  }

  /** Whether the values end here; between two of them stands a comma. */
  #ends(end: string, count: number): boolean {
    if (this.#skip(end)) return true;
    if (count > 0) this.#expect(',');
    return false;
  }

  #string(): string {
    const literal = this.#match(STRING);
    return (
      (literal === undefined ? undefined : stringFrom(literal)) ?? this.refuse('a text has no end, or no known escape')
    );
  }

  /** `True`, or what a type of numpy wraps: `np.float64(1.0)`, `array([1, 2], dtype=int32)`. */
  #named(): unknown {
    const start = this.#at;
    const name = this.#match(NAME)
      ?.replace(/^(np|numpy)\./, '')
      .replace(/_$/, '');
    if (name !== undefined && WRAPPERS.test(name) && this.#skip('(')) return this.#nested(() => this.#wrapped(name));
    if (name !== undefined && Object.hasOwn(WORDS, name)) return WORDS[name];
    this.#at = start;
    return this.refuse('no value begins so');
  }

  #wrapped(name: string): unknown {
    const value = this.#value();
    while (name === 'array' && this.#skip(',')) this.#layout();
    this.#expect(')');
    return value;
  }

  /** `dtype=float32`, `dtype='<U1'`, `shape=(0, 3)`: how an array is laid out, not what it holds. */
  #layout(): void {
    this.#peek();
    if (!/^(dtype|shape)$/.test(this.#match(NAME) ?? '')) this.refuse('of an array, only dtype and shape are known');
    this.#expect('=');
    this.#peek();
    if (this.#match(NAME) === undefined) this.#value();
  }

  #expect(mark: string): void {
    if (!this.#skip(mark)) this.refuse(`'${mark}' is expected`);
  }

  #skip(mark: string): boolean {
    if (this.#peek() !== mark) return false;
    this.#at++;
    return true;
  }

  /** The next character that is no space; empty at the end. */
  #peek(): string {
    this.#match(SPACE);
    return this.#text.charAt(this.#at);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}
