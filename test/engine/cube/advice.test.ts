/** What people are told to do about a failure fits its cause. */
import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { fitDataset } from '../../../src/engine/cube/fit-dataset.js';
import { labelsFor } from '../../../src/engine/cube/labels-for.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import { type PlacePolicy, placeByLabels, refusalError } from '../../../src/engine/cube/place.js';
import { readCube } from '../../../src/formats/zarr/index.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { layoutOf, sourceOf } from './fit-sources.js';

const timeOf = (units: string, calendar: string, values = BigInt64Array.of(1n)) =>
  sourceOf({ time: { dims: ['time'], values, attributes: { units, calendar } } });

async function cubeOf(units = 'days since 2000-01-01', calendar = 'standard') {
  return designCube(await outlineDataset(timeOf(units, calendar), 'time'), layoutOf(['time']));
}

describe('a label that is refused', () => {
  const ordered: PlacePolicy = { ifExists: 'error', placement: 'ordered' };
  it.each([
    [[1, 2], [[2]], ordered, /in the cube already\. Choose another policy: `--if-exists`/],
    [[1], [[2], [2]], ordered, /another source of the same batch too\. Choose another policy/],
    [[1], [[2, 2]], ordered, /more than once\. Correct the file: each of its labels/],
    [[1], [[Number.NaN]], ordered, /is no label\. Correct the file: each step needs a label/],
    [
      [1, 5],
      [[3]],
      { ...ordered, placement: 'end' },
      /last label of the cube\. Append slices in the order.*`--insert`/,
    ],
    [[1], [[3]], { ...ordered, placement: 'none' }, /is not in the cube\. Name labels that the cube has/],
    [[1, 3, 2], [[4]], ordered, /not in strict order\. Make the cube anew/],
    [[1, 1], [[1]], { ...ordered, ifExists: 'replace' }, /in the cube more than once\. Make the cube anew/],
  ] as const)('of %j by %j', (existing, brought, policy, message) => {
    const batch = brought.map((labels) => ({ labels: Float64Array.from(labels) }));
    const [refused] = placeByLabels(Float64Array.from(existing), batch, policy).refused;
    expect(refused && refusalError(refused, { uri: 'a.nc', dimension: 'time' }).message).toMatch(message);
  });

  it('because there is none', async () => {
    const cube = await cubeOf();
    const outline = await outlineDataset(sourceOf({ x: { dims: ['x'], values: Int8Array.of(1) } }), 'time');
    expect(() => labelsFor(outline, cube, 'time')).toThrow(/Correct the file: each step needs a label/);
  });
});

describe('a time that is refused', () => {
  it('for its calendar is not to be counted in finer units', async () => {
    const cube = await cubeOf();
    const other = timeOf('days since 2000-01-01', '360_day');
    expect(() => fitDataset(other, cube, 'time')).toThrow(
      /calendar is '360_day'.*Publish the file as another dataset, or correct its units and its calendar\.$/,
    );
  });

  it('for its fraction is', async () => {
    const fitted = fitDataset(timeOf('hours since 2000-01-01', 'standard'), await cubeOf(), 'time');
    await expect(fitted.variables.get('time')?.read()).rejects.toThrow(/Create the cube with finer units/);
  });
});

describe('a Zarr store that is refused', () => {
  const array = {
    zarr_format: 2,
    shape: [1],
    chunks: [1],
    order: 'C',
    filters: null,
    compressor: null,
    fill_value: null,
  };
  it.each([
    [{ ...array, dtype: '<c8' }, /is not supported\. Name another store/],
    [{ ...array, dtype: '<f4', order: 'X' }, /Check the store with `cloud-optimised verify`/],
  ])('for %j', async (document, message) => {
    const storage = new MemoryStorage();
    const metadata = { 'a/.zarray': document, 'a/.zattrs': { _ARRAY_DIMENSIONS: ['x'] } };
    await storage.put('.zmetadata', Buffer.from(JSON.stringify({ zarr_consolidated_format: 1, metadata })));
    await expect(readCube(storage)).rejects.toThrow(message);
  });
});
