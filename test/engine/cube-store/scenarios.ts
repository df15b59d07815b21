/** Cubes with chunks of two rows, and what is done to them. Their objects hold plain words: nobody decodes them here. */
import type { Storage } from '../../../src/contracts/storage.js';
import { ZarrCubeStore } from '../../../src/engine/cube-store/zarr-cube-store.js';
import { objectKey } from '../../../src/formats/zarr/index.js';
import type { Cube, ZarrArray, ZarrFormat } from '../../../src/model/zarr/array.js';

export interface CubeKind {
  readonly format: ZarrFormat;
  readonly consolidated: boolean;
}

/** The two folders that a run writes to. */
export interface Folders {
  readonly dataset: Storage;
  readonly ledger: Storage;
}

export interface Scenario {
  readonly prepare: (folders: Folders) => Promise<unknown>;
  readonly run: (folders: Folders) => Promise<unknown>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
export const write = (storage: Storage, key: string, text: string) => storage.put(key, bytesOf(text));

export const storeIn = ({ dataset, ledger }: Folders) => new ZarrCubeStore({ dataset, ledger, uri: 'x.zarr' });

function arrayOf(kind: CubeKind, dimensions: readonly string[], shape: readonly number[]): ZarrArray {
  return {
    type: 'int16',
    shape,
    chunks: shape.map(() => 2),
    dimensions,
    fillValue: -1,
    masked: true,
    codecs: [],
    attributes: {},
    keyEncoding: kind.format === 3 ? 'default' : 'v2',
    separator: kind.format === 3 ? '/' : '.',
    byteOrder: 'little',
    order: 'C',
  };
}

/** A cube of so many rows. */
export function cubeOf(kind: CubeKind, rows: number): Cube {
  return {
    ...kind,
    attributes: { rows },
    arrays: new Map([
      ['time', arrayOf(kind, ['time'], [rows])],
      ['lat', arrayOf(kind, ['lat'], [2])],
      ['temp', arrayOf(kind, ['time', 'lat'], [rows, 2])],
    ]),
  };
}

export function keyOf(kind: CubeKind, name: string, ...index: number[]): string {
  return objectKey(name, arrayOf(kind, [], []), index);
}

/** Three rows, in chunks of two. */
export async function create(kind: CubeKind, folders: Folders): Promise<void> {
  const transaction = await storeIn(folders).begin();
  const at = (name: string, ...index: number[]) => keyOf(kind, name, ...index);
  const created = [at('time', 0), at('time', 1), at('lat', 0), at('temp', 0, 0), at('temp', 1, 0)];
  await transaction.announce({ created, replaced: [], removed: [] });
  for (const key of created) await write(folders.dataset, key, `${key} of the first batch`);
  await transaction.commit(cubeOf(kind, 3), [{ key: 'batches/1.json', document: { batch: 1 } }]);
}

/** What an append of two rows changes: a half chunk is filled, one goes since it is all fill now, one is new. */
export function appended(kind: CubeKind) {
  const at = (name: string, ...index: number[]) => keyOf(kind, name, ...index);
  return {
    created: [at('time', 2), at('temp', 2, 0)],
    replaced: [at('time', 1), at('temp', 1, 0), at('temp', 0, 0), at('temp', 7, 7)],
    removed: [at('lat', 0)],
  };
}

/** Writes one object twice, and removes one. */
export async function writeAppended(kind: CubeKind, { dataset }: Folders): Promise<void> {
  const { created, replaced } = appended(kind);
  for (const key of created) await write(dataset, key, `${key} of the second batch`);
  const [time, temp, gone, absent] = replaced as [string, string, string, string];
  await write(dataset, time, 'half way');
  await write(dataset, time, 'all the way');
  await write(dataset, temp, `${temp} of both`);
  await dataset.delete([gone]);
  await write(dataset, absent, 'was not there');
}

export async function append(kind: CubeKind, folders: Folders): Promise<void> {
  const transaction = await storeIn(folders).begin();
  await transaction.announce(appended(kind));
  await writeAppended(kind, folders);
  await transaction.commit(cubeOf(kind, 5), [
    { key: 'batches/2.json', document: { batch: 2 } },
    { key: '.zlevels', inDataset: true, document: undefined, text: '{ "num_levels": 1 }' },
  ]);
}

/** Another cube in its place, with fewer objects. */
export async function replace(kind: CubeKind, folders: Folders): Promise<void> {
  const companions = [{ key: 'batches/2.json', document: { forgotten: 1 } }];
  const transaction = await storeIn(folders).begin({ replace: true, companions });
  const created = [keyOf(kind, 'time', 0), keyOf(kind, 'temp', 0, 0)];
  await transaction.announce({ created, replaced: [], removed: [] });
  for (const key of created) await write(folders.dataset, key, `${key} anew`);
  await transaction.commit(cubeOf(kind, 1), [{ key: 'batches/3.json', document: { batch: 1 } }]);
}

const NOTE = 'notes/of-mine.txt';

/** Of a cube beside which somebody else's file lies. */
export const scenariosOf = (kind: CubeKind): Readonly<Record<string, Scenario>> => ({
  create: { prepare: async () => undefined, run: (folders) => create(kind, folders) },
  append: {
    prepare: async (folders) => {
      await create(kind, folders);
      await write(folders.dataset, NOTE, 'mine');
    },
    run: (folders) => append(kind, folders),
  },
  replace: {
    prepare: async (folders) => {
      await create(kind, folders);
      await write(folders.dataset, NOTE, 'mine');
    },
    run: (folders) => replace(kind, folders),
  },
});
