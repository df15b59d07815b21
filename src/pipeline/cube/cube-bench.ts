import type { DatasetConfig } from '../../config/index.js';
import type { SourceFile } from '../../contracts/reader.js';
import type { Storage, StorageResolver } from '../../contracts/storage.js';
import { type WriteChunksInput, type WriteChunksResult, writeChunks } from '../../engine/cube/change-task.js';
import { fitDataset } from '../../engine/cube/fit-dataset.js';
import { ObjectCoders } from '../../engine/cube/object-codec.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { createObjectCoder } from '../../formats/zarr/index.js';
import type { Dataset } from '../../model/dataset.js';
import type { Cube } from '../../model/zarr/array.js';
import { openSource } from '../open-source.js';
import { SourceReport } from '../report.js';
import type { CubeHandler } from './cube-handler.js';
import { type PreparedSource, PreparedSources } from './prepared-sources.js';

/** Name of the task that releases what a worker keeps open. */
export const CLOSE_SOURCES = 'close-sources';

/** What a worker writes cubes with. */
export interface CubeBenchParts {
  readonly config: DatasetConfig;
  readonly handler: CubeHandler;
  /** Finds the storages of sources. */
  readonly sources: StorageResolver;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
}

/** What all tasks of a change need. */
export interface CubeContext {
  /** The cube as it will be. */
  readonly cube: Cube;
}

/** A worker's place: opens sources, and writes their chunks. */
export class CubeBench {
  readonly handler: CubeHandler;
  readonly #parts: CubeBenchParts;
  readonly #coders = new ObjectCoders(createObjectCoder);
  readonly #prepared = new PreparedSources((source) => this.#prepare(source, new SourceReport()));

  constructor(parts: CubeBenchParts) {
    this.handler = parts.handler;
    this.#parts = parts;
  }

  /** Opens and preprocesses a source, and keeps it. @throws what opening and preprocessing throw */
  async open(source: SourceFile, report: SourceReport): Promise<Dataset> {
    const prepared = await this.#prepare(source, report);
    await this.#prepared.keep(source, prepared);
    return prepared.dataset;
  }

  /** Writes units of work. @throws what is not a source's fault */
  write({ sources, context, ...input }: WriteChunksInput<SourceFile, CubeContext>): Promise<WriteChunksResult> {
    const { dataset, ledger } = this.#parts;
    const open = async (position: number) => {
      const source = sources.get(position);
      if (!source) throw new CloudOptimisedError('CO_UNEXPECTED', { reason: `no source ${position} in the task` });
      return fitDataset(await this.#prepared.get(source), context.cube, this.handler.appendDimension);
    };
    return writeChunks(input, { dataset, ledger, coders: this.#coders, open });
  }

  /** Releases the sources that are kept. */
  close(): Promise<void> {
    return this.#prepared.close();
  }

  async #prepare(source: SourceFile, report: SourceReport): Promise<PreparedSource> {
    const { config, handler, sources } = this.#parts;
    const object = await sources.resolve(source.uri);
    const opened = await openSource(source, object, config, handler.csvTypes());
    const close = async () => (opened.kind === 'dataset' ? opened.close() : undefined);
    try {
      return { dataset: await handler.preprocess(opened, { source, report }), close };
    } catch (error) {
      await close();
      throw error;
    }
  }
}
