import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createContainer } from '../../src/app/container.js';
import { publishDataset } from '../../src/app/publish-dataset.js';
import type { RunSetup } from '../../src/app/run-setup.js';
import { type ExecutorFactory, TOKENS } from '../../src/app/tokens.js';
import { workerTasks } from '../../src/app/worker-tasks.js';
import type { Executor, Task } from '../../src/contracts/executor.js';
import type { TableWriter } from '../../src/contracts/table-writer.js';
import { runTask } from '../../src/execution/inline-executor.js';
import { parquetReader, parquetTableWriter } from '../../src/formats/parquet/index.js';
import { createStorageResolver } from '../../src/storage/index.js';
import { csvOf, trackRows, writeAt, writeConfig } from '../support/tracks.js';

const folder = mkdtempSync(join(tmpdir(), 'executor-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Hands everything over as another machine would get it: as plain data. */
class DistantExecutor implements Executor {
  readonly concurrency = 3;
  readonly kinds: string[] = [];
  closed = false;
  readonly #setup: RunSetup;

  constructor(setup: RunSetup) {
    this.#setup = structuredClone(setup);
  }

  async run<Result>(task: Task): Promise<Result> {
    this.kinds.push(task.kind);
    const there = JSON.parse(JSON.stringify(structuredClone(task))) as Task;
    // Each task on a machine of its own, which keeps nothing.
    const tasks = await workerTasks(structuredClone(this.#setup));
    const result = await runTask(tasks, there);
    return JSON.parse(JSON.stringify(structuredClone(result))) as Result;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

describe('an executor from the container', () => {
  it('needs nothing but plain data', async () => {
    const executors: DistantExecutor[] = [];
    const factory: ExecutorFactory = async ({ setup }) => {
      executors.push(new DistantExecutor(setup));
      return executors.at(-1) as Executor;
    };
    const container = createContainer();
    container.register(TOKENS.executorFactory, { useValue: factory });
    const input = [2020, 2021, 2022, 2023].map((year) => writeAt(folder, `${year}.csv`, csvOf(trackRows(year))));
    const bad = writeAt(folder, 'bad.csv', 'time,latitude,longitude,value\n2020-01-01,1,2,high\n');
    const config = writeConfig(folder);
    const output = join(folder, 'out');
    const summary = await publishDataset({ config, input: [...input, bad], output, container });
    expect(summary.files).toEqual({ published: 4, skipped: 0, failed: 1 });
    expect(summary.failures[0]).toMatchObject({ source: bad, code: 'CO_COLUMN_CAST' });
    expect(executors).toHaveLength(1);
    expect([executors[0]?.kinds, executors[0]?.closed]).toEqual([Array(5).fill('publish-source'), true]);
    const object = await createStorageResolver().resolve(`${output}/tracks.parquet/`);
    expect((await parquetReader.open(object, { partitioning: 'hive' })).rows).toBe(24);
  });

  it('is told how many sources there are', async () => {
    const counts: number[] = [];
    const container = createContainer();
    const factory: ExecutorFactory = async ({ setup, sources }) => {
      counts.push(sources);
      return new DistantExecutor(setup);
    };
    container.register(TOKENS.executorFactory, { useValue: factory });
    const input = [2020, 2021].map((year) => writeAt(folder, `counted-${year}.csv`, csvOf(trackRows(year))));
    const options = { config: writeConfig(folder), input, output: join(folder, 'counted'), container };
    await publishDataset(options);
    await publishDataset(options);
    expect(counts).toEqual([2, 0]);
  });
});

describe('a table writer from the container', () => {
  it('writes the objects of a run in this thread', async () => {
    const container = createContainer();
    let encoded = 0;
    const counting: TableWriter = {
      encode: (...table) => {
        encoded++;
        return parquetTableWriter.encode(...table);
      },
      encodeSchema: (...schema) => parquetTableWriter.encodeSchema(...schema),
    };
    container.register(TOKENS.tableWriter, { useValue: counting });
    const input = [writeAt(folder, 'written.csv', csvOf(trackRows(2020, { cells: 3 })))];
    const output = join(folder, 'written');
    const { rows } = await publishDataset({ config: writeConfig(folder), input, output, container, workers: 1 });
    expect([rows, encoded]).toEqual([6, 3]);
  });
});
