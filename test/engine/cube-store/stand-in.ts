/** Stands in for `formats/zarr` until it is there: documents of one cube, consolidated in `zarr.json` (v3) or `.zmetadata` (v2). */
import type { Storage } from '../../../src/contracts/storage.js';
import type { Cube, ZarrArray } from '../../../src/model/zarr/array.js';

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const rootKey = ({ format, consolidated }: Cube) =>
  format === 3 ? 'zarr.json' : consolidated ? '.zmetadata' : '.zgroup';

export function cubeDocuments(cube: Cube) {
  const arrays = [...cube.arrays];
  const suffix = cube.format === 3 ? 'zarr.json' : '.zarray';
  const own = { format: cube.format, consolidated: cube.consolidated, attributes: cube.attributes };
  const rest = arrays.map(([name, array]) => ({ key: `${name}/${suffix}`, data: encode(array) }));
  if (cube.format === 2 && cube.consolidated) rest.unshift({ key: '.zgroup', data: encode(own) });
  const names = arrays.map(([name]) => name);
  return { root: { key: rootKey(cube), data: encode({ ...own, names, ...(cube.consolidated && { arrays }) }) }, rest };
}

export async function readCube(storage: Storage): Promise<Cube | undefined> {
  for (const key of ['zarr.json', '.zmetadata', '.zgroup']) {
    const bytes = await storage.get(key);
    if (!bytes) continue;
    const { names, arrays, ...own } = JSON.parse(new TextDecoder().decode(bytes));
    const suffix = own.format === 3 ? 'zarr.json' : '.zarray';
    const read = async (name: string): Promise<[string, ZarrArray]> => [
      name,
      JSON.parse(new TextDecoder().decode(await storage.get(`${name}/${suffix}`))),
    ];
    return { ...own, arrays: new Map(arrays ?? (await Promise.all(names.map(read)))) };
  }
  return undefined;
}
