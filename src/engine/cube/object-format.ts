import type { ZarrArray } from '../../model/zarr/array.js';

/** Stands in until `formats/zarr` has it. */
export function objectKey(name: string, { separator }: ZarrArray, index: readonly number[]): string {
  return `${name}/c${separator}${index.join(separator)}`;
}

/** Stands in until `formats/zarr` has it. */
export function sameEncoding(a: ZarrArray, b: ZarrArray): boolean {
  const told = ({ type, chunks, shards, fillValue, codecs, byteOrder, order }: ZarrArray) =>
    JSON.stringify([type, chunks, shards ?? null, String(fillValue), codecs, byteOrder, order]);
  return told(a) === told(b);
}
