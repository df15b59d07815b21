import { setImmediate } from 'node:timers/promises';
import type { Companion, CubeTransaction, ObjectChanges } from '../../../src/contracts/cube-store.js';
import { regionOfObject } from '../../../src/engine/cube/object-grid.js';
import type { Placement } from '../../../src/engine/cube/placement.js';
import { createObjectCoder } from '../../../src/formats/zarr/object-coder.js';
import { readArray } from '../../../src/formats/zarr/read-array.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import { type Dataset, sizeOf, type Variable } from '../../../src/model/dataset.js';
import { type Cube, objectShape, type ZarrArray } from '../../../src/model/zarr/array.js';
import { boxOf, copyBox, filled } from '../../../src/model/zarr/copy-box.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { rowsOf } from './place-model.js';

/** Values of an array in memory. */
export interface Values {
  readonly values: StoredArray;
  readonly shape: readonly number[];
}

/** An array of a cube with what goes without saying. */
export function zarrArray(array: Partial<ZarrArray> & Pick<ZarrArray, 'shape' | 'chunks' | 'dimensions'>): ZarrArray {
  return {
    type: 'float32',
    fillValue: Number.NaN,
    masked: true,
    codecs: [],
    attributes: {},
    separator: '/',
    keyEncoding: 'default',
    byteOrder: 'little',
    order: 'C',
    ...array,
  };
}

/** A cube of these arrays. */
export function cubeOf(arrays: Readonly<Record<string, ZarrArray>>): Cube {
  return { format: 3, consolidated: true, attributes: {}, arrays: new Map(Object.entries(arrays)) };
}

/** All values of an array, from its objects. */
export function readBack(storage: MemoryStorage, name: string, array: ZarrArray): Promise<StoredArray> {
  return readArray(storage, name, array);
}

/** What an array holds after a placement, by the plainest means: row by row. */
export function placed(
  array: ZarrArray,
  axis: number,
  placement: Placement,
  origins: { readonly before: Values | undefined; readonly sources: readonly (Values | undefined)[] },
): Values {
  const shape = array.shape.with(axis, placement.length);
  const target = { values: filled(array.type, sizeOf(shape), array.fillValue), shape };
  rowsOf(placement).forEach((row, to) => {
    const from = row === 'fill' ? undefined : row.source === -1 ? origins.before : origins.sources[row.source];
    if (!from || row === 'fill') return;
    const zero = shape.map(() => 0);
    copyBox(from, zero.with(axis, row.row), target, zero.with(axis, to), shape.with(axis, 1));
  });
  return target;
}

/** A variable in memory. */
export function variableOf(name: string, array: ZarrArray, { values, shape }: Values): Variable {
  return {
    name,
    type: 'float32',
    dimensions: array.dimensions,
    shape,
    attributes: {} as Variable['attributes'],
    read: async (region = { start: shape.map(() => 0), count: shape }) =>
      boxOf({ values, shape }, array.type, region.start, region.count),
  };
}

/** The same, with its objects as a Zarr store has them. */
export async function encodedVariable(name: string, array: ZarrArray, values: Values): Promise<Variable> {
  const own = { ...array, shape: values.shape };
  const coder = await createObjectCoder(own);
  const box = objectShape(own);
  return {
    ...variableOf(name, array, values),
    chunkShape: box,
    encoded: {
      array: own,
      read: async (index) => {
        const { start, count } = regionOfObject(own, index);
        const object = filled(own.type, sizeOf(box), own.fillValue);
        copyBox(
          values,
          start,
          { values: object, shape: box },
          start.map(() => 0),
          count,
        );
        return coder.encode(object);
      },
    },
  };
}

/** A source in memory. */
export function datasetOf(uri: string, variables: readonly Variable[]): Dataset {
  return {
    kind: 'dataset',
    uri,
    dimensions: new Map(),
    variables: new Map(variables.map((variable) => [variable.name, variable])),
    attributes: {} as Dataset['attributes'],
    close: async () => undefined,
  };
}

/** A memory storage that knows which keys were changed, and that looks at the bytes of a put only later, as a disk does. */
export class WatchedStorage extends MemoryStorage {
  readonly touched: string[] = [];

  override async put(key: string, data: Uint8Array) {
    this.touched.push(key);
    for (let turn = 0; turn < 4; turn++) await setImmediate();
    return super.put(key, data);
  }

  override async delete(keys: readonly string[]) {
    this.touched.push(...keys);
    return super.delete(keys);
  }
}

/** A transaction without a journal: what the engine asks of one. */
export class MemoryTransaction implements CubeTransaction {
  readonly base: Cube | undefined;
  readonly dataset: MemoryStorage;
  readonly ledger: MemoryStorage;
  committed: Cube | undefined;
  companions: readonly Companion[] | undefined;
  aborted = false;
  changes: ObjectChanges | undefined;
  #copies: ReadonlyMap<string, string> = new Map();

  constructor(base: Cube | undefined, dataset: MemoryStorage, ledger: MemoryStorage) {
    this.base = base;
    this.dataset = dataset;
    this.ledger = ledger;
  }

  async announce(changes: ObjectChanges): Promise<ReadonlyMap<string, string>> {
    this.changes = changes;
    const copies = new Map<string, string>();
    for (const key of changes.replaced) {
      const bytes = await this.dataset.get(key);
      if (bytes === undefined) continue;
      copies.set(key, `kept/${key}`);
      await this.ledger.put(`kept/${key}`, bytes);
    }
    this.#copies = copies;
    return copies;
  }

  async commit(next: Cube, companions?: readonly Companion[]): Promise<void> {
    this.committed = next;
    this.companions = companions;
    await this.dataset.delete(this.changes?.removed ?? []);
  }

  async abort(): Promise<void> {
    this.aborted = true;
    await this.dataset.delete([...(this.changes?.created ?? []), ...(this.changes?.replaced ?? [])]);
    for (const [key, copy] of this.#copies) {
      const bytes = await this.ledger.get(copy);
      if (bytes) await this.dataset.put(key, bytes);
    }
  }
}
