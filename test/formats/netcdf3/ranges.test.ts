import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/contracts/storage.js';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import { toDataset } from '../../../src/formats/netcdf3/netcdf3-dataset.js';
import { readHeader } from '../../../src/formats/netcdf3/read-header.js';
import { WHOLE_FILE_BYTES } from '../../../src/formats/netcdf3/source-bytes.js';
import type { NumericArray } from '../../../src/model/data-type.js';
import { type Dataset, type Region, sizeOf, type Variable } from '../../../src/model/dataset.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { expected, fixture } from './open-fixture.js';

/** Reads by ranges alone, and counts them. */
async function openByRanges(bytes: Uint8Array): Promise<{ dataset: Dataset; ranges: [number, number][] }> {
  const ranges: [number, number][] = [];
  const read = async (offset: number, length: number) => {
    ranges.push([offset, length]);
    return bytes.slice(offset, offset + length);
  };
  const source = { uri: 'memory://memory/file.nc', size: bytes.length, read };
  return { dataset: toDataset(await readHeader(source), source), ranges };
}

/** Cuts a region out of all values, one by one. */
function cut(all: NumericArray, shape: readonly number[], { start, count }: Region): (number | bigint)[] {
  return Array.from({ length: sizeOf(count) }, (_, i) => {
    let rest = i;
    let position = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = count[axis] ?? 1;
      position += ((start[axis] ?? 0) + (rest % length)) * stride;
      rest = Math.floor(rest / length);
      stride *= shape[axis] ?? 1;
    }
    return all[position] as number | bigint;
  });
}

const regionIn = (shape: readonly number[]): fc.Arbitrary<Region> =>
  fc.tuple(...shape.map((length) => fc.tuple(fc.nat(length), fc.nat(length)))).map((pairs) => ({
    start: pairs.map(([a, b]) => Math.min(a, b)),
    count: pairs.map(([a, b]) => Math.abs(a - b)),
  }));

describe.each(Object.keys(expected))('%s', (name) => {
  test('F03 gives the values of any region', async () => {
    const { dataset } = await openByRanges(fixture(name));
    for (const variable of dataset.variables.values()) {
      const all = (await variable.read()) as NumericArray;
      await fc.assert(
        fc.asyncProperty(regionIn(variable.shape), async (region) => {
          const values = (await variable.read(region)) as NumericArray;
          expect(Array.from<number | bigint>(values as never)).toEqual(cut(all, variable.shape, region));
        }),
        { numRuns: 20 },
      );
    }
  });
});

test('reads no more than the region of a variable asks for', async () => {
  const { dataset, ranges } = await openByRanges(fixture('cdf1-everything.nc'));
  ranges.length = 0;
  await dataset.variables.get('fixed_f8')?.read({ start: [1, 0], count: [2, 3] });
  expect(ranges.map(([, length]) => length)).toEqual([2 * 3 * 8]);
  ranges.length = 0;
  await dataset.variables.get('record_f4')?.read({ start: [2, 1], count: [1, 1] });
  expect(ranges.map(([, length]) => length)).toEqual([4]);
});

test('refuses a region outside the variable', async () => {
  const { dataset } = await openByRanges(fixture('cdf1-everything.nc'));
  const variable = dataset.variables.get('fixed_f8') as Variable;
  for (const region of [
    { start: [5, 0], count: [1, 3] },
    { start: [0], count: [1] },
    { start: [-1, 0], count: [1, 1] },
    { start: [0.5, 0], count: [1, 1] },
  ])
    await expect(variable.read(region)).rejects.toMatchObject({ code: 'CO_UNEXPECTED' });
});

test('a file beyond the limit is read by ranges, a small one at once', async () => {
  const bytes = fixture('cdf1-everything.nc');
  const count = async (size: number) => {
    const storage = new MemoryStorage();
    const padded = new Uint8Array(size);
    padded.set(bytes);
    await storage.put('file.nc', padded);
    const requests: number[] = [];
    const counting: Storage = Object.create(storage, {
      getRange: {
        value: (key: string, range: { offset: number; length: number }) => {
          requests.push(range.length);
          return storage.getRange(key, range);
        },
      },
      head: { value: (key: string) => storage.head(key) },
    });
    const dataset = await netcdf3Reader.open({ uri: 'memory://memory/file.nc', storage: counting, key: 'file.nc' }, {});
    await dataset.variables.get('fixed_f8')?.read();
    return requests;
  };
  expect(await count(bytes.length)).toEqual([bytes.length]);
  expect(await count(WHOLE_FILE_BYTES + 1)).toEqual([64 * 1024, 120]);
});
