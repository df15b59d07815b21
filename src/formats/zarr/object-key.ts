import type { ZarrArray } from '../../model/zarr/array.js';

/** The key of the object at `index` in the grid of objects of the array `name`, relative to the cube's root: `sst/c/0/1`, `sst/0.1`. */
export function objectKey(
  name: string,
  { keyEncoding, separator }: Pick<ZarrArray, 'keyEncoding' | 'separator'>,
  index: readonly number[],
): string {
  if (keyEncoding === 'default') return `${name}/${['c', ...index].join(separator)}`;
  return `${name}/${index.join(separator) || '0'}`;
}
