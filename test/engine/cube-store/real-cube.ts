import type { Storage } from '../../../src/contracts/storage.js';
import { ZarrCubeStore } from '../../../src/engine/cube-store/zarr-cube-store.js';
import { createObjectCoder, objectKey } from '../../../src/formats/zarr/index.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import { type Cube, objectShape, type ZarrArray } from '../../../src/model/zarr/array.js';
import type { CubeKind } from './scenarios.js';

function arrayOf(kind: CubeKind, dimensions: readonly string[], shape: readonly number[]): ZarrArray {
  return {
    type: 'float64',
    shape,
    chunks: shape.map(() => 2),
    dimensions,
    fillValue: Number.NaN,
    masked: true,
    codecs: [{ name: 'zlib', configuration: { level: 1 } }],
    attributes: {},
    keyEncoding: kind.format === 3 ? 'default' : 'v2',
    separator: kind.format === 3 ? '/' : '.',
    byteOrder: 'little',
    order: 'C',
  };
}

/** Three times, two latitudes, and what was measured; one shard or three chunks of it, which no fill value stands for where v2 allows that. */
export function realCube(kind: CubeKind, sharded = false): Cube {
  const time = arrayOf(kind, ['time'], [3]);
  const temp = arrayOf(kind, ['time', 'lat'], [3, 2]);
  return {
    ...kind,
    attributes: { title: 'sea' },
    arrays: new Map([
      ['time', { ...time, attributes: { units: 'days since 2020-01-01', calendar: 'standard' } }],
      ['lat', arrayOf(kind, ['lat'], [2])],
      [
        'temp',
        {
          ...temp,
          ...(sharded && { shards: [4, 2] }),
          ...(kind.format === 2 && { fillValue: null, masked: false }),
        },
      ],
    ]),
  };
}

/** Values of whole objects by array; those beyond the shape are fill. */
const VALUES: Readonly<Record<string, readonly number[]>> = {
  time: [10, 11, 12, Number.NaN],
  lat: [-10, -20],
  temp: [1, 2, 3, 4, 5, 6, Number.NaN, Number.NaN],
};

/** Writes the cube, with `values` in place of its own. */
export async function writeRealCube(
  { dataset, ledger }: { dataset: Storage; ledger: Storage },
  cube: Cube,
  values: Readonly<Record<string, readonly number[]>> = {},
): Promise<void> {
  const transaction = await new ZarrCubeStore({ dataset, ledger, uri: 'x.zarr' }).begin();
  await transaction.announce({ created: [], replaced: [], removed: [] });
  for (const [name, array] of cube.arrays)
    await writeObjects(dataset, name, array, Float64Array.from(values[name] ?? VALUES[name] ?? []));
  await transaction.commit(cube);
}

/** The arrays are cut along their first dimension only. */
async function writeObjects(dataset: Storage, name: string, array: ZarrArray, values: Float64Array): Promise<void> {
  const coder = await createObjectCoder(array);
  const size = objectShape(array).reduce((product, length) => product * length, 1);
  for (let at = 0; at * size < values.length; at++) {
    const bytes = coder.encode(values.subarray(at * size, (at + 1) * size) as StoredArray);
    if (bytes) await dataset.put(objectKey(name, array, [at, ...array.shape.slice(1).map(() => 0)]), bytes);
  }
}
