import type { Piscina } from 'piscina';
import type { Executor, Task } from '../contracts/executor.js';
import { CloudOptimisedError, type ErrorCode } from '../errors/index.js';
import { LOADED } from './worker-loaded.js';

/** How a worker answers: a result, or an error in plain data (a thread boundary strips an error of its class and fields). */
export type Answer = { readonly ok: unknown } | { readonly error: PlainError };

interface PlainError {
  readonly code: ErrorCode | undefined;
  readonly fields: unknown;
  readonly message: string;
}

/** What the threads are started with. */
export interface ThreadOptions {
  /** Path of the worker's module; its export `answer` takes a {@link Task} and gives an {@link Answer}. */
  readonly module: string;
  readonly workers: number;
  /** Plain data that each worker gets once. */
  readonly setup: unknown;
  /** What the young objects of a worker may take, in MB; by default what V8 thinks right. */
  readonly youngMegabytes?: number | undefined;
}

/** Runs tasks in a pool of worker threads. */
export class ThreadExecutor implements Executor {
  readonly concurrency: number;
  readonly #pool: Piscina;
  readonly #loaded: Promise<void>;

  private constructor(pool: Piscina, workers: number) {
    this.#pool = pool;
    this.#loaded = allLoaded(pool, workers);
    this.concurrency = workers;
  }

  static async start({ module, workers, setup, youngMegabytes }: ThreadOptions): Promise<ThreadExecutor> {
    const { Piscina } = await import('piscina');
    const pool = new Piscina({
      filename: module,
      name: 'answer',
      workerData: setup,
      ...(youngMegabytes !== undefined && { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
      minThreads: workers,
      maxThreads: workers,
      // Workers keep an event loop of their own: storage clients have timers and sockets.
      atomics: 'disabled',
    });
    return new ThreadExecutor(pool, workers);
  }

  async run<Result>(task: Task): Promise<Result> {
    const answer = await this.#ask(task);
    if ('ok' in answer) return answer.ok as Result;
    throw revive(answer.error);
  }

  async close(): Promise<void> {
    // Workers without work do not keep the process alive.
    const alive = setInterval(() => undefined, 2 ** 30);
    await this.#loaded.finally(() => clearInterval(alive));
    await this.#pool.close();
  }

  async #ask(task: Task): Promise<Answer> {
    try {
      return (await this.#pool.run(task)) as Answer;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CloudOptimisedError('CO_WORKER_DIED', { task: task.kind, reason }, { cause });
    }
  }
}

/** Waits until each worker has loaded its modules, or has ended. */
function allLoaded(pool: Piscina, workers: number): Promise<void> {
  let left = workers;
  return new Promise((resolve) => {
    const settle = () => {
      left--;
      if (left === 0) resolve();
    };
    pool.on('message', (message) => message === LOADED && settle());
    pool.on('workerDestroy', settle);
  });
}

/** An error as plain data. */
export function toPlainError(error: unknown): PlainError {
  const coded = error instanceof CloudOptimisedError;
  const message = error instanceof Error ? error.message : String(error);
  return { code: coded ? error.code : undefined, fields: coded ? error.fields : undefined, message };
}

function revive({ code, fields, message }: PlainError): Error {
  return code ? new CloudOptimisedError(code, fields as never) : new Error(message);
}
