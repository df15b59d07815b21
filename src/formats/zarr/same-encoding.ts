import { elementTypeOf, objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { fullSettings } from './codec-settings.js';
import { sameFillValue } from './fill-values.js';

/**
 * Whether an object of one array can stand in the other as it is: same type, chunks, shards, order, codecs with their settings, and, as
 * chunks that are not there mean it, fill value.
 */
export function sameEncoding(a: ZarrArray, b: ZarrArray): boolean {
  return (
    elementTypeOf(a) === elementTypeOf(b) &&
    a.byteOrder === b.byteOrder &&
    a.order === b.order &&
    sameFillValue(a.fillValue, b.fillValue) &&
    sameNumbers(a.chunks, b.chunks) &&
    (a.shards === undefined) === (b.shards === undefined) &&
    sameNumbers(objectShape(a), objectShape(b)) &&
    indexOf(a) === indexOf(b) &&
    codecsOf(a) === codecsOf(b)
  );
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

function indexOf({ shardIndex }: ZarrArray): string {
  const { location, checksum } = shardIndex ?? { location: 'end', checksum: true };
  return `${location} ${checksum}`;
}

function codecsOf({ codecs }: ZarrArray): string {
  return JSON.stringify(
    codecs.map((spec) => [spec.name, Object.entries(fullSettings(spec)).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
}
