import { fileURLToPath } from 'node:url';
import type { SliceFile } from '../append/kept-open.js';
import { OUTLINE_SLICE, SliceBench } from '../append/slice-bench.js';
import type { OutlinedSlice } from '../append/slice-feed.js';
import type { Slice } from '../append/slices/open-slice.js';
import type { Executor } from '../contracts/executor.js';
import type { StorageResolver } from '../contracts/storage.js';
import type { SourceOutline } from '../engine/cube/outline.js';
import { InlineExecutor } from '../execution/inline-executor.js';
import { ThreadExecutor } from '../execution/thread-executor.js';
import type { AppendSetup } from './append-setup.js';
import type { AppendTarget } from './append-target.js';
import { benchTasks } from './append-tasks.js';

/** Tasks of this thread: while one waits for chunks to be inflated, another one looks at the next slice. */
const TASKS_AT_ONCE = 2;

/** A single slice of so many bytes is worth the start of worker threads. */
const LARGE = 32 << 20;

/** Who does the work of an append: worker threads, and this thread for what only this one has. */
export class AppendWorkforce {
  readonly #setup: AppendSetup;
  readonly #bench: SliceBench;
  readonly #inline: InlineExecutor;
  #threads: Promise<Executor> | undefined;
  #expected: number | undefined;

  constructor(setup: AppendSetup, { dataset, ledger }: AppendTarget, resolver: StorageResolver) {
    this.#setup = setup;
    this.#bench = new SliceBench(setup.reading, resolver, { dataset, ledger });
    this.#inline = new InlineExecutor(benchTasks(this.#bench), TASKS_AT_ONCE);
  }

  /** @param slices how many there are, where that is known */
  expect(slices: number | undefined): void {
    this.#expected = slices;
  }

  /** Looks at a slice; what cannot be looked at is closed. */
  async outline(slice: Slice): Promise<OutlinedSlice> {
    try {
      const { dataset, file } = slice;
      if (dataset || !file) return { slice, outline: await this.#bench.outlineOf(dataset as never) };
      const executor = await this.#executor(file.size);
      const input: SliceFile = { uri: file.uri, version: file.version };
      return { slice, outline: await executor.run<SourceOutline>({ kind: OUTLINE_SLICE, input }) };
    } catch (error) {
      await slice.close();
      throw error;
    }
  }

  /** Who writes a group. */
  async executorFor(group: readonly OutlinedSlice[]): Promise<Executor> {
    const memory = group.flatMap(({ slice }) => (slice.dataset ? [[slice.index, slice.dataset] as const] : []));
    if (memory.length === 0) return this.#executor(Math.max(...group.map(({ slice }) => slice.file?.size ?? 0)));
    this.#bench.setMemory(new Map(memory));
    return this.#inline;
  }

  async close(): Promise<void> {
    await this.#inline.close();
    await this.#bench.close();
    await (await this.#threads)?.close();
  }

  /** Threads once they pay; they then do all that they can. */
  async #executor(bytes: number): Promise<Executor> {
    const { workers } = this.#setup;
    const isSmall = this.#expected !== undefined && this.#expected < 3 && bytes < LARGE;
    if (workers <= 1 || (isSmall && !this.#threads)) return this.#inline;
    this.#threads ??= this.#startThreads();
    return this.#threads;
  }

  #startThreads(): Promise<Executor> {
    const worker = new URL('./append-worker.js', import.meta.resolve('cloud-optimised/worker'));
    return ThreadExecutor.start({ module: fileURLToPath(worker), workers: this.#setup.workers, setup: this.#setup });
  }
}
