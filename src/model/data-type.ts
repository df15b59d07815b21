/**
 * The types of stored values and of table columns.
 *
 * @module
 */

/** Numbers as files store them. */
export type NumericType =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64';

/** The type of a variable as its file stores it. A `char` is one byte of text; its last dimension is the text's length. */
export type StoredType = NumericType | 'char' | 'string';

/** Numbers in memory, native byte order. */
export type NumericArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What reading a variable gives, row-major: numbers, the bytes of chars, or texts. */
export type StoredArray = NumericArray | readonly string[];

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** A zeroed array for `length` numbers of `type`. */
export function allocate<T extends NumericType>(type: T, length: number): InstanceType<(typeof ARRAYS)[T]> {
  return new ARRAYS[type](length) as InstanceType<(typeof ARRAYS)[T]>;
}

/** The numbers of `type` that the bytes of `buffer` are, in native order; the first `length` of them, or all. */
export function numbersOver<T extends NumericType>(
  type: T,
  buffer: ArrayBuffer,
  length?: number,
): InstanceType<(typeof ARRAYS)[T]> {
  return new ARRAYS[type](buffer, 0, length) as InstanceType<(typeof ARRAYS)[T]>;
}

/** Bytes of one number of `type`. */
export function byteSize(type: NumericType): number {
  return ARRAYS[type].BYTES_PER_ELEMENT;
}

/** Whether `type` is one of the integers. */
export function isInteger(type: string): boolean {
  return /^u?int(8|16|32|64)$/.test(type);
}

/** Whether `type` is a type of numbers. */
export function isNumeric(type: string): type is NumericType {
  return type in ARRAYS;
}
