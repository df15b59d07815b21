import type { Companion, CubeTransaction, ObjectChanges } from '../contracts/cube-store.js';
import type { SourceFile } from '../contracts/reader.js';
import { CloudOptimisedError, isCoded } from '../errors/index.js';
import type { Cube } from '../model/zarr/array.js';
import { evaluatedAttributes } from './dynamic-attributes.js';
import type { CommitParts } from './run.js';

/**
 * A transaction with what is done between the last object and the commit: slices that changed while they were read undo it, and the
 * expressions in attributes are evaluated, so that nobody ever reads them unevaluated.
 */
export class CommitPrelude implements CubeTransaction {
  readonly #parts: CommitParts;
  #failed: { readonly slice: string; readonly error: CloudOptimisedError } | undefined;
  #committed: Cube | undefined;

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  get base(): Cube | undefined {
    return this.#parts.transaction.base;
  }

  /** The slice for which nothing was committed. */
  get failed() {
    return this.#failed;
  }

  /** The cube as it was committed. */
  get committed(): Cube | undefined {
    return this.#committed;
  }

  announce(changes: ObjectChanges): Promise<ReadonlyMap<string, string>> {
    return this.#parts.transaction.announce(changes);
  }

  abort(): Promise<void> {
    return this.#parts.transaction.abort();
  }

  async commit(next: Cube, companions?: readonly Companion[]): Promise<void> {
    const changed = await this.#changedSlice();
    if (changed) {
      await this.abort();
      this.#failed = { slice: changed.uri, error: new CloudOptimisedError('CO_SLICE_CHANGED', { uri: changed.uri }) };
      return;
    }
    const { shape } = this.#parts.run;
    const attributes = await this.#attributes(shape.view(next));
    this.#committed = { ...next, attributes };
    await this.#parts.transaction.commit(this.#committed, [
      ...(companions ?? []),
      ...shape.companions(this.#committed),
    ]);
  }

  async #attributes(next: Cube): Promise<Cube['attributes']> {
    try {
      return await evaluatedAttributes(next, this.#parts);
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** The first slice whose file is not what it was when it was looked at. */
  async #changedSlice(): Promise<SourceFile | undefined> {
    const { group, run } = this.#parts;
    const files = group.flatMap(({ slice }) => slice.file ?? []);
    const now = await Promise.all(files.map(({ uri }) => run.fileAt(uri).catch(absent)));
    return files.find(({ size, version }, at) => now[at]?.size !== size || now[at]?.version !== version);
  }
}

function absent(error: unknown): undefined {
  if (isCoded(error, 'CO_STORAGE_NOT_FOUND')) return undefined;
  throw error;
}
