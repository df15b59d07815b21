import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { ObjectCoder } from '../../formats/zarr/object-coder.js';
import { objectKey } from '../../formats/zarr/object-key.js';
import type { StoredArray } from '../../model/data-type.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import type { ObjectCoders } from './object-codec.js';
import { indicesOf, objectGrid } from './object-grid.js';

/** Where objects of before are. */
export interface BeforeBench {
  readonly dataset: Storage;
  readonly ledger: Storage;
  /** By key in the dataset, the key in the ledger under which the content of before lies. */
  readonly keptAside: ReadonlyMap<string, string>;
  readonly coders: ObjectCoders;
}

/** Reads the objects of an array as they were before the change. */
export class ObjectsBefore {
  readonly #run: ChunkRun;
  readonly #before: ZarrArray;
  readonly #bench: BeforeBench;
  readonly #coder: ObjectCoder;
  /** Rows shift past the edges of objects, so that each is wanted twice in a row. */
  #last: { readonly key: string; readonly values: StoredArray } | undefined;

  private constructor(run: ChunkRun, before: ZarrArray, bench: BeforeBench, coder: ObjectCoder) {
    this.#run = run;
    this.#before = before;
    this.#bench = bench;
    this.#coder = coder;
  }

  static async of(run: ChunkRun, bench: BeforeBench): Promise<ObjectsBefore | undefined> {
    const { before } = run;
    return before && new ObjectsBefore(run, before, bench, await bench.coders.of(before));
  }

  /** The values of an object, all of it, edges included. */
  async values(index: readonly number[]): Promise<StoredArray> {
    const key = objectKey(this.#run.name, this.#before, index);
    if (this.#last?.key === key) return this.#last.values;
    const values = this.#coder.decode(await this.bytes(index), this.#bench.dataset.root + key);
    this.#last = { key, values };
    return values;
  }

  /** An object as it was stored; `undefined` where there was none. */
  async bytes(index: readonly number[]): Promise<Uint8Array | undefined> {
    const { dataset, ledger, keptAside } = this.#bench;
    const key = objectKey(this.#run.name, this.#before, index);
    const copy = keptAside.get(key);
    if (copy !== undefined) return readCopy(ledger, copy);
    return isReplaced(this.#run, index) ? undefined : dataset.get(key);
  }
}

/** An object that is there afterwards, and is not kept aside, was not there before; what is there now is of another unit of work. */
function isReplaced({ array, appendAxis }: ChunkRun, index: readonly number[]): boolean {
  return (index[appendAxis] ?? 0) < (objectGrid(array)[appendAxis] ?? 0);
}

async function readCopy(ledger: Storage, key: string): Promise<Uint8Array> {
  const bytes = await ledger.get(key);
  if (bytes === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: ledger.root + key });
  return bytes;
}

/** Keys of the objects of before that a unit of work reads. */
export function keysBefore({ name, before, appendAxis, from, to, kept }: ChunkRun): string[] {
  if (!before) return [];
  const step = objectShape(before)[appendAxis] ?? 1;
  const rows = kept.flatMap(({ from: row, count }) => {
    const [first, last] = [Math.floor(row / step), Math.floor((row + count - 1) / step)];
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
  return [...new Set(rows)].flatMap((row) =>
    [...indicesOf(from.with(appendAxis, row), to.with(appendAxis, row + 1))].map((index) =>
      objectKey(name, before, index),
    ),
  );
}
