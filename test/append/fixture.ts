import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AppendOptions, append } from '../../src/app/append-slices.js';
import type { AppendConfigObject } from '../../src/append/config/index.js';
import type { AppendEvent, AppendSummary } from '../../src/append/events.js';
import type { SliceItems } from '../../src/append/slice-feed.js';
import { type MemoryVariable, memoryDataset } from '../../src/append/slices/memory-dataset.js';
import { openDataset } from '../../src/engine/open-dataset.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { ZarrArray } from '../../src/model/zarr/array.js';
import { createStorageResolver } from '../../src/storage/index.js';

/** A folder that goes with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'co-append-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a slice of the tests is like. */
export interface SliceOptions {
  /** Days since 2024-01-01 of its first step, and the value of all its cells. */
  readonly index?: number;
  readonly steps?: number;
  readonly y?: number;
  readonly x?: number;
  readonly chunks?: readonly number[];
  /** Days between two steps. */
  readonly step?: number;
  readonly units?: string;
}

/** Days of a slice's steps. */
function daysOf({ index = 0, steps = 3, step = 1 }: SliceOptions): bigint[] {
  return Array.from({ length: steps }, (_, n) => BigInt(index + n * step));
}

/** Cell centres of [0, 1). */
function centres(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => (n + 0.5) / count);
}

/** zappend's own test dataset: two packed variables over days and a regular grid. */
export function slice(options: SliceOptions = {}, more: Record<string, MemoryVariable> = {}): Dataset {
  const { index = 0, steps = 3, y = 50, x = 100, chunks = [1, 30, 50], units = 'days since 2024-01-01' } = options;
  const size = steps * y * x;
  const dims = ['time', 'y', 'x'];
  return memoryDataset({
    name: `slice-${index}`,
    dims: { time: steps, y, x },
    variables: {
      chl: {
        dims,
        chunks,
        values: new Uint16Array(size).fill(index),
        attributes: { scale_factor: 0.2, add_offset: 0, _FillValue: Uint16Array.of(9999) },
      },
      tsm: {
        dims,
        chunks,
        values: new Int16Array(size).fill(index),
        attributes: { scale_factor: 0.01, add_offset: -200, _FillValue: Int16Array.of(-9999) },
      },
      time: {
        dims: ['time'],
        values: BigInt64Array.from(daysOf(options)),
        attributes: { units, calendar: 'proleptic_gregorian' },
      },
      y: { dims: ['y'], values: centres(y) },
      x: { dims: ['x'], values: centres(x) },
      ...more,
    },
    attributes: { Conventions: 'CF-1.8', title: `Test ${index + 1}-${index + steps}` },
  });
}

/** Appends with zappend's defaults, in this thread. */
export function appendTo(
  target: string,
  slices: SliceItems,
  config: AppendConfigObject = {},
  options: AppendOptions = {},
): Promise<AppendSummary> {
  return append(slices, { ...config, target_dir: target }, { workers: 1, defaults: 'zappend', ...options });
}

/** The events of an append, failed or not. */
export async function eventsOf(
  target: string,
  slices: SliceItems,
  config: AppendConfigObject = {},
  options: AppendOptions = {},
) {
  const events: AppendEvent[] = [];
  const observer = (event: AppendEvent) => void events.push(event);
  const error: unknown = await appendTo(target, slices, config, { ...options, observer }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { events, error, summary: events.find((event) => event.type === 'summary') };
}

/** A cube as a reader finds it. */
export class FoundCube {
  readonly dataset: Dataset;

  private constructor(dataset: Dataset) {
    this.dataset = dataset;
  }

  static async at(target: string): Promise<FoundCube> {
    return new FoundCube(await openDataset(target, createStorageResolver()));
  }

  get sizes(): Record<string, number> {
    return Object.fromEntries(this.dataset.dimensions);
  }

  get names(): string[] {
    return [...this.dataset.variables.keys()].sort();
  }

  get attributes(): Record<string, unknown> {
    return Object.fromEntries(this.dataset.attributes);
  }

  array(name: string): ZarrArray {
    return this.dataset.variables.get(name)?.encoded?.array as ZarrArray;
  }

  async values(name: string): Promise<unknown[]> {
    const values = await this.dataset.variables.get(name)?.read();
    return Array.from(values as ArrayLike<unknown>);
  }

  /** The one value that each step of a variable has in all its cells; `mixed` where there are several. */
  async steps(name: string): Promise<unknown[]> {
    const values = await this.values(name);
    const rows = this.sizes.time as number;
    const size = values.length / rows;
    return Array.from({ length: rows }, (_, row) => {
      const own = new Set(values.slice(row * size, (row + 1) * size));
      return own.size === 1 ? [...own][0] : 'mixed';
    });
  }
}
