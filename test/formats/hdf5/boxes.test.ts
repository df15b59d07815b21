import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRegion, placeBox } from '../../../src/formats/hdf5/boxes.js';
import { type Region, sizeOf } from '../../../src/model/dataset.js';
import { openLocal } from './describe-dataset.js';
import { fixture } from './fixtures.js';

/** The values of `region` in a field whose every value tells its own position. */
function positions({ start, count }: Region, shape: readonly number[]): number[] {
  let rows = [0];
  shape.forEach((length, axis) => {
    const along = Array.from({ length: count[axis] ?? 0 }, (_, i) => (start[axis] ?? 0) + i);
    rows = rows.flatMap((row) => along.map((at) => row * length + at));
  });
  return rows;
}

const axis = fc.record({
  length: fc.integer({ min: 1, max: 9 }),
  chunk: fc.integer({ min: 1, max: 6 }),
  start: fc.nat(8),
  count: fc.nat(9),
});

describe('boxes', () => {
  it('cover a region exactly, at most as large as allowed or one chunk', () => {
    fc.assert(
      fc.property(fc.array(axis, { minLength: 0, maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (axes, limit) => {
        const shape = axes.map(({ length }) => length);
        const chunk = axes.map((one) => one.chunk);
        const start = axes.map((one) => Math.min(one.start, one.length - 1));
        const count = axes.map((one, i) => Math.min(Math.max(one.count, 1), one.length - (start[i] ?? 0)));
        const region = { start, count };
        const target = new Float64Array(sizeOf(count)).fill(-1);
        for (const box of cutRegion(region, chunk, limit)) {
          const allowed = Math.max(limit, sizeOf(chunk));
          expect(sizeOf(box.count)).toBeLessThanOrEqual(allowed);
          const source = Float64Array.from(positions(box, shape));
          placeBox(new Uint8Array(source.buffer), box, new Uint8Array(target.buffer), region, 8);
        }
        expect([...target]).toEqual(positions(region, shape));
      }),
    );
  });

  it('touch each chunk once', () => {
    const boxes = [...cutRegion({ start: [1, 0], count: [9, 8] }, [4, 3], 24)];
    expect(boxes).toEqual([
      { start: [1, 0], count: [3, 6] },
      { start: [1, 6], count: [3, 2] },
      { start: [4, 0], count: [4, 6] },
      { start: [4, 6], count: [4, 2] },
      { start: [8, 0], count: [2, 6] },
      { start: [8, 6], count: [2, 2] },
    ]);
  });
});

describe('regions', () => {
  it.each(['filters.h5', 'latest.h5', 'unlimited.nc', 'types.nc'])('of %s equal those of the whole', async (name) => {
    const dataset = await openLocal(fixture(name));
    for (const variable of dataset.variables.values()) {
      const whole = await variable.read();
      for (const cut of [0.25, 0.6]) {
        const start = variable.shape.map((length) => Math.floor(length * cut));
        const count = variable.shape.map((length, i) => Math.ceil((length - (start[i] ?? 0)) / 2));
        const region = { start, count };
        const expected = positions(region, variable.shape).map((at) => whole[at]);
        expect(Array.from((await variable.read(region)) as ArrayLike<unknown>), variable.name).toEqual(expected);
      }
      const nothing = await variable.read({ start: variable.shape.map(() => 0), count: variable.shape.map(() => 0) });
      expect(nothing).toHaveLength(variable.shape.length === 0 ? 1 : 0);
    }
    await dataset.close();
  });
});
