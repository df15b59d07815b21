import type { Statistics } from 'hyparquet';
import type { NumericArray } from '../../../model/data-type.js';
import type { ChunkValues } from './chunk-values.js';

/** The least and the greatest value of a chunk, and how many rows have none. Not-a-number counts for neither. */
export function statisticsOf({ values, nulls }: ChunkValues, isBool: boolean): Statistics {
  const null_count = BigInt(nulls);
  if (values.length === 0) return { null_count };
  if (Array.isArray(values)) {
    const [min_value, max_value] = byteBounds(values as Uint8Array[]);
    return { min_value, max_value, null_count };
  }
  const bounds = numberBounds(values as NumericArray);
  if (!bounds) return { null_count };
  const [least, greatest] = isBool ? [bounds[0] === 1, bounds[1] === 1] : bounds;
  return { min_value: least as number, max_value: greatest as number, null_count };
}

/** Texts are ordered by their bytes. */
function byteBounds(values: readonly Uint8Array[]): [Uint8Array, Uint8Array] {
  let least = values[0] as Uint8Array;
  let greatest = least;
  for (const value of values) {
    if (Buffer.compare(value, least) < 0) least = value;
    else if (Buffer.compare(value, greatest) > 0) greatest = value;
  }
  return [least, greatest];
}

/** By the specification, a least zero is −0 and a greatest one +0. */
function numberBounds(values: NumericArray): [number | bigint, number | bigint] | undefined {
  let least: number | bigint | undefined;
  let greatest: number | bigint | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number | bigint;
    if (Number.isNaN(value)) continue;
    if (least === undefined || value < least) least = value;
    if (greatest === undefined || value > greatest) greatest = value;
  }
  if (least === undefined || greatest === undefined) return undefined;
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  return isFloat ? [least === 0 ? -0 : least, greatest === 0 ? 0 : greatest] : [least, greatest];
}
