import type { DecodedArray, SchemaElement } from 'hyparquet';
import { allocate, type NumericArray } from '../../model/data-type.js';
import { numberOfHalf } from '../../model/half.js';
import { type Category, type Column, type FixedType, storageOf } from '../../model/table/column.js';

/** Gathers what pages hold. */
export interface PageCollector {
  /** The values of the dictionary that the indexes of later pages point into. */
  dictionary(values: DecodedArray): void;
  /** The values of some rows: one for each row of which `levels` says 1, or for each where there are no levels. */
  add(rows: number, levels: ArrayLike<number> | undefined, values: DecodedArray, isIndexes: boolean): void;
  readonly rows: number;
  finish(): Column;
}

/** Julian day of 1970-01-01. */
const EPOCH_DAY = 2_440_588n;
const DAY = 86_400_000_000_000n;

/** Gathers numbers. */
export class FixedCollector implements PageCollector {
  readonly #type: FixedType;
  readonly #toNumber: ((value: never) => number | bigint) | undefined;
  readonly #values: NumericArray;
  #nulls: Uint8Array | undefined;
  #dictionary: ArrayLike<number | bigint> = [];
  rows = 0;

  constructor(type: FixedType, element: SchemaElement, rows: number) {
    this.#type = type;
    this.#toNumber = conversionOf(element);
    // Counts of another unit than the type's are as wide as they are stored.
    this.#values = allocate(element.type === 'INT32' && /^time/.test(type) ? 'int32' : storageOf(type), rows);
  }

  dictionary(values: DecodedArray): void {
    this.#dictionary = this.#numbers(values);
  }

  add(rows: number, levels: ArrayLike<number> | undefined, values: DecodedArray, isIndexes: boolean): void {
    const numbers = isIndexes ? (values as ArrayLike<number>) : this.#numbers(values);
    const from = isIndexes ? this.#dictionary : undefined;
    if (!levels && !from && this.#canSet(numbers)) this.#values.set(numbers as never, this.rows);
    else this.#addEach(rows, levels, numbers, from);
    this.rows += rows;
  }

  finish(): Column {
    return { type: this.#type, values: this.#values, nulls: this.#nulls };
  }

  #addEach(
    rows: number,
    levels: ArrayLike<number> | undefined,
    numbers: ArrayLike<number | bigint>,
    from: ArrayLike<number | bigint> | undefined,
  ): void {
    const into = this.#values;
    let next = 0;
    for (let row = 0, at = this.rows; row < rows; row++, at++) {
      if (levels && levels[row] === 0) {
        this.#nulls ??= new Uint8Array(into.length);
        this.#nulls[at] = 1;
        continue;
      }
      const number = numbers[next++] as number;
      into[at] = (from ? from[number] : number) as never;
    }
  }

  #numbers(values: DecodedArray): ArrayLike<number | bigint> {
    const convert = this.#toNumber;
    return convert
      ? Array.from(values as unknown as ArrayLike<never>, convert)
      : (values as ArrayLike<number | bigint>);
  }

  #canSet(numbers: ArrayLike<number | bigint>): boolean {
    return ArrayBuffer.isView(numbers) && numbers.length > 0;
  }
}

/** What is stored as something else than a number. */
function conversionOf({ type }: SchemaElement): ((value: never) => number | bigint) | undefined {
  if (type === 'BOOLEAN') return (value: boolean) => (value ? 1 : 0);
  if (type === 'INT96') return nanosecondsOf as (value: never) => bigint;
  if (type === 'FIXED_LEN_BYTE_ARRAY') return halfOf as (value: never) => number;
  return undefined;
}

/** INT96: nanoseconds of the day in the lower 64 bits, above them the Julian day. */
function nanosecondsOf(value: bigint): bigint {
  return ((value >> 64n) - EPOCH_DAY) * DAY + BigInt.asIntN(64, value);
}

/** IEEE 754 half precision, little-endian. */
function halfOf(bytes: Uint8Array): number {
  return numberOfHalf((bytes[0] as number) | ((bytes[1] as number) << 8));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Gathers texts, or bytes. Each text is a category once, whichever page it stands in. */
export class TextCollector implements PageCollector {
  readonly #isBinary: boolean;
  readonly #codes: Int32Array;
  readonly #categories: Category[] = [];
  readonly #known = new Map<Category, number>();
  #dictionary: Int32Array = new Int32Array(0);
  rows = 0;

  constructor(isBinary: boolean, rows: number) {
    this.#isBinary = isBinary;
    this.#codes = new Int32Array(rows);
  }

  dictionary(values: DecodedArray): void {
    this.#dictionary = Int32Array.from(values as Uint8Array[], (bytes) => this.#codeOf(bytes));
  }

  add(rows: number, levels: ArrayLike<number> | undefined, values: DecodedArray, isIndexes: boolean): void {
    let next = 0;
    for (let row = 0; row < rows; row++) {
      const at = this.rows + row;
      if (levels && levels[row] === 0) this.#codes[at] = -1;
      else {
        const value = values[next++];
        this.#codes[at] = isIndexes ? (this.#dictionary[value as number] as number) : this.#codeOf(value as Uint8Array);
      }
    }
    this.rows += rows;
  }

  finish(): Column {
    return { type: this.#isBinary ? 'binary' : 'string', categories: this.#categories, codes: this.#codes };
  }

  #codeOf(bytes: Uint8Array): number {
    const category = this.#isBinary ? bytes.slice() : decoder.decode(bytes);
    const known = this.#known.get(category);
    if (known !== undefined) return known;
    this.#known.set(category, this.#categories.length);
    return this.#categories.push(category) - 1;
  }
}
