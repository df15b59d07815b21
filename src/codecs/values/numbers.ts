import { endianness } from 'node:os';
import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, byteSize, type NumericArray, type NumericType, type StoredArray } from '../../model/data-type.js';
import { asBuffer, type ByteOrder, corrupt, plain } from '../codec.js';

/** The order of bytes in this machine's memory. */
export const NATIVE: ByteOrder = endianness() === 'LE' ? 'little' : 'big';

/** The bytes of numbers; a view of `values` when they have that order in memory. @throws CO_UNEXPECTED */
export function bytesOfNumbers(values: StoredArray, type: NumericType, byteOrder: ByteOrder): Uint8Array {
  const { buffer, byteOffset, byteLength } = numbersOf(values, type);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return byteOrder === NATIVE ? bytes : swapped(bytes, byteSize(type));
}

/** The numbers that `bytes` hold; a view of them when order and alignment allow it. @throws CO_CODEC_DATA */
export function numbersOfBytes<T extends NumericType>(bytes: Uint8Array, type: T, byteOrder: ByteOrder) {
  const size = byteSize(type);
  if (bytes.length % size !== 0) throw corrupt('bytes', `${bytes.length} bytes are no whole number of '${type}'`);
  if (byteOrder !== NATIVE) return viewOf(swapped(bytes, size), type);
  return viewOf(bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes), type);
}

function numbersOf(values: StoredArray, type: NumericType): NumericArray {
  if (values.constructor === allocate(type, 0).constructor) return values as NumericArray;
  const reason = `'${values.constructor.name}' given for values of type '${type}'`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}

function viewOf<T extends NumericType>({ buffer, byteOffset, length }: Uint8Array, type: T) {
  const Numbers = allocate(type, 0).constructor as new (
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ) => ReturnType<typeof allocate<T>>;
  return new Numbers(buffer, byteOffset, length / byteSize(type));
}

/** A copy with the bytes of each number the other way round. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const copy = asBuffer(new Uint8Array(bytes));
  if (size === 2) copy.swap16();
  if (size === 4) copy.swap32();
  if (size === 8) copy.swap64();
  return plain(copy);
}
