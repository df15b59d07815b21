/**
 * The rows of profile and time series files, variable by variable.
 *
 * @module
 */
import { openDataset } from '../../../src/engine/open-dataset.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import type { SourceRow } from './source-rows.js';

/** Which variables of a file tell what. */
export interface FileColumns {
  readonly time: string;
  readonly values: readonly string[];
}

const DAY = 86_400_000_000_000n;
const EPOCH_1950 = BigInt(Date.UTC(1950, 0)) * 1_000_000n;

/** Rows over the dimensions of the first of `values`; what has fewer of them is repeated. Without time or position there is none. */
export async function rowsOfFile(path: string, { time, values }: FileColumns): Promise<SourceRow[]> {
  const resolver = createStorageResolver();
  const dataset = await openDataset(path, resolver);
  const read = new Map<string, (at: readonly number[]) => number | null>();
  for (const name of [time, 'LATITUDE', 'LONGITUDE', ...values])
    read.set(name, await reader(dataset, name, values[0] as string));
  const { shape } = variable(dataset, values[0] as string);
  const rows = indices(shape).flatMap((at): SourceRow[] => {
    const [days, latitude, longitude] = [time, 'LATITUDE', 'LONGITUDE'].map((name) => read.get(name)?.(at) ?? null);
    if (days == null || latitude == null || longitude == null) return [];
    // Times beyond what nanoseconds hold cost their rows, too.
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || days > 100_000) return [];
    const rest = values.map((name) => String(read.get(name)?.(at) ?? null)).join('|');
    return [{ time: nanoseconds(days), longitude, latitude, rest }];
  });
  await dataset.close();
  await resolver.close();
  return rows;
}

function variable(dataset: Dataset, name: string) {
  const found = dataset.variables.get(name);
  if (!found) throw new Error(`no variable ${name}`);
  return found;
}

/** The number of a variable at an index over the dimensions of another; nothing for its fill value. */
async function reader(dataset: Dataset, name: string, over: string) {
  const { attributes, dimensions, shape, read } = variable(dataset, name);
  const along = variable(dataset, over).dimensions;
  const numbers = (await read.call(variable(dataset, name))) as ArrayLike<number>;
  const fill = attributes.get('_FillValue') as ArrayLike<number> | undefined;
  return (at: readonly number[]) => {
    const position = dimensions.reduce(
      (sum, each, axis) => sum * (shape[axis] as number) + (at[along.indexOf(each)] as number),
      0,
    );
    const value = numbers[position] as number;
    return Number.isNaN(value) || value === fill?.[0] ? null : value;
  };
}

function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap((at) => Array.from({ length }, (_, index) => [...at, index])),
    [[]],
  );
}

/** Days since 1950 to the nearest nanosecond, by whole numbers alone; of two that are as near, the even one. */
function nanoseconds(days: number): bigint {
  const whole = Math.floor(days);
  const part = BigInt((days - whole) * 2 ** 52) * DAY;
  const [quotient, rest] = [part >> 52n, part & ((1n << 52n) - 1n)];
  const half = 1n << 51n;
  const up = rest > half || (rest === half && quotient % 2n === 1n) ? 1n : 0n;
  return EPOCH_1950 + BigInt(whole) * DAY + quotient + up;
}
