import type { Executor, Task } from '../contracts/executor.js';

/** Several executors as one: this thread works too, while its worker threads do. A task goes to the one that has the least to do. */
export class JoinedExecutor implements Executor {
  readonly concurrency: number;
  readonly #members: readonly Member[];

  constructor(executors: readonly Executor[]) {
    this.#members = executors.map((executor) => ({ executor, running: 0 }));
    this.concurrency = executors.reduce((sum, { concurrency }) => sum + concurrency, 0);
  }

  async run<Result>(task: Task): Promise<Result> {
    const member = this.#members.reduce((least, other) => (loadOf(other) < loadOf(least) ? other : least));
    member.running++;
    try {
      return await member.executor.run<Result>(task);
    } finally {
      member.running--;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ executor }) => executor.close()));
  }
}

interface Member {
  readonly executor: Executor;
  running: number;
}

function loadOf({ executor, running }: Member): number {
  return running / executor.concurrency;
}
