import type { Storage } from '../../contracts/storage.js';
import { createObjectCoder, type ObjectCoder, objectKey } from '../../formats/zarr/index.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { type Finding, findingOf } from './finding.js';
import { inParallel } from './in-parallel.js';

/** What was looked at, and found. */
export interface ObjectsVerified {
  readonly objects: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

/** Metadata documents lie among the objects. */
const DOCUMENTS = new Set(['zarr.json', '.zarray', '.zattrs', '.zgroup']);
const AT_ONCE = 512;
/** An array without any of its objects would fill the screen. */
const MOST_MISSING = 20;

/** Decodes every object of an array, and finds those that its shape has no place for, or wants and lacks. */
export async function verifyObjects(dataset: Storage, name: string, array: ZarrArray): Promise<ObjectsVerified> {
  const verifier = await ArrayVerifier.of(dataset, name, array);
  let keys: string[] = [];
  for await (const key of verifier.keys()) {
    keys.push(key);
    if (keys.length < AT_ONCE) continue;
    await verifier.look(keys);
    keys = [];
  }
  await verifier.look(keys);
  verifier.findMissing();
  return verifier;
}

class ArrayVerifier implements ObjectsVerified {
  objects = 0;
  bytes = 0;
  readonly findings: Finding[] = [];
  readonly #dataset: Storage;
  readonly #name: string;
  readonly #array: ZarrArray;
  readonly #coder: ObjectCoder;
  readonly #grid: readonly number[];
  readonly #present = new Set<string>();

  private constructor(dataset: Storage, name: string, array: ZarrArray, coder: ObjectCoder) {
    this.#dataset = dataset;
    this.#name = name;
    this.#array = array;
    this.#coder = coder;
    const step = objectShape(array);
    this.#grid = array.shape.map((length, axis) => Math.ceil(length / (step[axis] ?? 1)));
  }

  static async of(dataset: Storage, name: string, array: ZarrArray): Promise<ArrayVerifier> {
    return new ArrayVerifier(dataset, name, array, await createObjectCoder(array));
  }

  /** Those that are there, where the store can list them; otherwise all that may be. */
  async *keys(): AsyncIterable<string> {
    if (!this.#dataset.supportsListing) return yield* this.#allKeys();
    for await (const { key } of this.#dataset.list(`${this.#name}/`)) yield key;
  }

  *#allKeys(): Iterable<string> {
    for (const index of indicesOf(this.#grid)) yield objectKey(this.#name, this.#array, index);
  }

  async look(keys: readonly string[]): Promise<void> {
    const findings = await inParallel(keys, (key) => this.#lookAt(key));
    this.findings.push(...findings.flat());
  }

  async #lookAt(key: string): Promise<Finding[]> {
    if (DOCUMENTS.has(key.slice(key.lastIndexOf('/') + 1))) return [];
    const index = this.#indexOf(key);
    if (!index) return [{ subject: key, reason: `is no object of the array '${this.#name}'` }];
    if (index.some((at, axis) => at >= (this.#grid[axis] ?? 0)))
      return [{ subject: key, reason: `lies beyond the shape of the array, [${this.#array.shape.join(', ')}]` }];
    const bytes = await this.#dataset.get(key);
    if (!bytes) return [];
    this.objects++;
    this.bytes += bytes.length;
    if (this.#array.fillValue === null) this.#present.add(key);
    return this.#decode(key, bytes);
  }

  /** The numbers in a key, where it is written exactly as the array's keys are. */
  #indexOf(key: string): number[] | undefined {
    const index = (key.slice(this.#name.length).match(/\d+/g) ?? []).map(Number);
    const own = index.slice(0, this.#grid.length);
    return objectKey(this.#name, this.#array, own) === key ? own : undefined;
  }

  #decode(key: string, bytes: Uint8Array): Finding[] {
    try {
      const { length } = this.#coder.decode(bytes, this.#dataset.root + key);
      const wanted = objectShape(this.#array).reduce((product, step) => product * step, 1);
      return length === wanted ? [] : [{ subject: key, reason: `holds ${length} values, expected ${wanted}` }];
    } catch (error) {
      return [findingOf(key, error)];
    }
  }

  /** Objects may be left out where a fill value stands for them. */
  findMissing(): void {
    if (this.#array.fillValue !== null) return;
    let missing = 0;
    for (const key of this.#allKeys()) {
      if (this.#present.has(key) || ++missing > MOST_MISSING) continue;
      this.findings.push({ subject: key, reason: 'is missing, and the array declares no fill value' });
    }
    if (missing > MOST_MISSING)
      this.findings.push({ subject: this.#name, reason: `lacks ${missing - MOST_MISSING} more objects` });
  }
}

/** All indices of a grid, the last axis fastest. */
function* indicesOf(grid: readonly number[]): Iterable<number[]> {
  const count = grid.reduce((product, length) => product * length, 1);
  for (let at = 0; at < count; at++) {
    let rest = at;
    const index = grid.toReversed().map((length) => {
      const own = rest % length;
      rest = Math.floor(rest / length);
      return own;
    });
    yield index.reverse();
  }
}
