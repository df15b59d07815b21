import { describe, expect, it } from 'vitest';
import type { Executor, Task } from '../../src/contracts/executor.js';
import { InlineExecutor } from '../../src/execution/inline-executor.js';
import { JoinedExecutor } from '../../src/execution/joined-executor.js';

/** Runs tasks that end when they are told to. */
class Stage implements Executor {
  readonly concurrency: number;
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  isClosed = false;

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  async run<Result>({ kind }: Task): Promise<Result> {
    this.begun.push(kind);
    await new Promise<void>((resolve) => this.#ends.set(kind, resolve));
    return kind as Result;
  }

  end(kind: string): void {
    this.#ends.get(kind)?.();
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

const task = (kind: string): Task => ({ kind, input: undefined });

describe('joined executors', () => {
  it('give a task to the one that has the least to do for its size', async () => {
    const [small, large] = [new Stage(1), new Stage(2)];
    const joined = new JoinedExecutor([small, large]);
    expect(joined.concurrency).toBe(3);
    const results = ['a', 'b', 'c', 'd'].map((kind) => joined.run<string>(task(kind)));
    expect([small.begun, large.begun]).toEqual([
      ['a', 'd'],
      ['b', 'c'],
    ]);
    large.end('b');
    expect(await results[1]).toBe('b');
    const next = joined.run<string>(task('e'));
    expect(large.begun).toEqual(['b', 'c', 'e']);
    for (const kind of ['a', 'd']) small.end(kind);
    for (const kind of ['c', 'e']) large.end(kind);
    expect(await Promise.all([...results, next])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('count a task that failed as done, and reject it alone', async () => {
    const failing = new InlineExecutor({
      fail: async () => {
        throw new Error('no');
      },
      work: async () => 'done',
    });
    const joined = new JoinedExecutor([failing, new Stage(1)]);
    await expect(joined.run(task('fail'))).rejects.toThrow('no');
    expect(await joined.run(task('work'))).toBe('done');
  });

  it('close all', async () => {
    const stages = [new Stage(1), new Stage(1)];
    await new JoinedExecutor(stages).close();
    expect(stages.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });
});
