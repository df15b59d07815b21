import { endianness } from 'node:os';
import { allocate, byteSize, type NumericArray, type NumericType, type StoredType } from '../../model/data-type.js';

/** A type of NetCDF-3: numbers, or bytes of text. */
export type ElementType = NumericType | 'char';

/** `nc_type` of the NetCDF classic format specification; from 7 on in CDF-5 alone. Bytes are signed. */
const TYPES: readonly (ElementType | undefined)[] = [
  undefined,
  'int8',
  'char',
  'int16',
  'int32',
  'float32',
  'float64',
  'uint8',
  'uint16',
  'uint32',
  'int64',
  'uint64',
];
const CLASSIC_TYPES = 6;

/** The type with this number in files of this version; `undefined` for a number that the version does not have. */
export function elementTypeOf(code: number, version: number): ElementType | undefined {
  return version === 5 || code <= CLASSIC_TYPES ? TYPES[code] : undefined;
}

/** Bytes of one element. */
export function elementSize(type: ElementType): number {
  return type === 'char' ? 1 : byteSize(type);
}

/** An array for `length` elements; chars are their bytes. */
export function allocateElements(type: ElementType, length: number): NumericArray {
  return allocate(storageType(type), length);
}

function storageType(type: StoredType): NumericType {
  return type === 'char' ? 'uint8' : (type as NumericType);
}

/** Turns the big-endian numbers of a file, in place, into those of this machine. */
export function fromBigEndian(values: NumericArray): void {
  if (endianness() === 'BE') return;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  if (values.BYTES_PER_ELEMENT === 2) bytes.swap16();
  else if (values.BYTES_PER_ELEMENT === 4) bytes.swap32();
  else if (values.BYTES_PER_ELEMENT === 8) bytes.swap64();
}
