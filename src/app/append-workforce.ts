import { fileURLToPath } from 'node:url';
import type { SliceFile } from '../append/kept-open.js';
import { SliceBench } from '../append/slice-bench.js';
import type { OutlinedSlice } from '../append/slice-feed.js';
import type { Slice } from '../append/slices/open-slice.js';
import type { Executor } from '../contracts/executor.js';
import type { StorageResolver } from '../contracts/storage.js';
import { InlineExecutor } from '../execution/inline-executor.js';
import { JoinedExecutor } from '../execution/joined-executor.js';
import { ThreadExecutor } from '../execution/thread-executor.js';
import type { AppendSetup } from './append-setup.js';
import type { AppendTarget } from './append-target.js';
import { benchTasks } from './append-tasks.js';

/** Worth the start of worker threads: a slice of so many bytes, or so many slices. */
const LARGE = 32 << 20;
const MANY = 3;

/** A worker allocates chunks, which lie outside of its heap, and little else. */
const YOUNG_MEGABYTES = 3;

/** Who does the work of an append: this thread, and worker threads beside it. */
export class AppendWorkforce {
  readonly #setup: AppendSetup;
  readonly #bench: SliceBench;
  readonly #inline: InlineExecutor;
  /** This thread and the others, once they are started. */
  #all: Promise<Executor> | undefined;
  #expected: number | undefined;

  constructor(setup: AppendSetup, { dataset, ledger }: AppendTarget, resolver: StorageResolver) {
    this.#setup = setup;
    this.#bench = new SliceBench(setup.reading, resolver, { dataset, ledger });
    this.#inline = new InlineExecutor(benchTasks(this.#bench));
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
      const input: SliceFile = { uri: file.uri, version: file.version };
      return { slice, outline: await this.#bench.outline(input) };
    } catch (error) {
      await slice.close();
      throw error;
    }
  }

  /** Who writes a group. */
  async executorFor(group: readonly OutlinedSlice[]): Promise<Executor> {
    const memory = group.flatMap(({ slice }) => (slice.dataset ? [[slice.index, slice.dataset] as const] : []));
    if (memory.length > 0) this.#bench.setMemory(new Map(memory));
    if (memory.length > 0 || this.#setup.workers <= 1 || !this.#isMuchWork(group)) return this.#inline;
    this.#all ??= this.#startThreads().then((threads) => new JoinedExecutor([this.#inline, threads]));
    return this.#all;
  }

  async close(): Promise<void> {
    await this.#inline.close();
    await this.#bench.close();
    await (await this.#all)?.close();
  }

  /** Whether there is more to decode than this thread should do alone: chunks of Zarr are mostly taken over as they are. */
  #isMuchWork(group: readonly OutlinedSlice[]): boolean {
    const files = group.filter(({ outline }) => [...outline.variables.values()].some(({ zarr }) => !zarr));
    const isLarge = files.some(({ slice }) => (slice.file?.size ?? 0) >= LARGE);
    return files.length > 0 && (isLarge || this.#expected === undefined || this.#expected >= MANY);
  }

  #startThreads(): Promise<Executor> {
    const module = fileURLToPath(new URL('./append-worker.js', import.meta.resolve('cloud-optimised/worker')));
    const workers = this.#setup.workers - 1;
    return ThreadExecutor.start({ module, workers, setup: this.#setup, youngMegabytes: YOUNG_MEGABYTES });
  }
}
