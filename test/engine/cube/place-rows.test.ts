import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeGaps, placeWithout, rowsOfLabels } from '../../../src/engine/cube/place-rows.js';
import { rowsOf } from './place-model.js';

describe('placeWithout', () => {
  it('Z11 leaves rows out, and what stays closes up', () => {
    expect(placeWithout(6, [4, 1, 1, 99])).toEqual({
      length: 4,
      kept: [
        { from: 0, to: 0, count: 1 },
        { from: 2, to: 1, count: 2 },
        { from: 5, to: 3, count: 1 },
      ],
      pieces: [],
    });
  });

  it('gives what filtering gives', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.array(fc.nat(14)), (length, gone) => {
        const rows = rowsOf(placeWithout(length, gone)).map((row) => row !== 'fill' && row.row);
        expect(rows).toEqual(Array.from({ length }, (_, row) => row).filter((row) => !gone.includes(row)));
      }),
    );
  });
});

describe('placeGaps', () => {
  it('makes room, which the rows of one source fill one after the other', () => {
    const placement = placeGaps(
      3,
      [
        { at: 3, count: 1 },
        { at: 1, count: 2 },
      ],
      5,
    );
    expect(placement.length).toBe(6);
    expect(rowsOf(placement)).toEqual([
      { source: -1, row: 0 },
      { source: 5, row: 0 },
      { source: 5, row: 1 },
      { source: -1, row: 1 },
      { source: -1, row: 2 },
      { source: 5, row: 2 },
    ]);
  });

  it('does nothing without gaps', () => {
    expect(placeGaps(2, [])).toEqual({ length: 2, kept: [{ from: 0, to: 0, count: 2 }], pieces: [] });
  });
});

describe('rowsOfLabels', () => {
  it('finds rows by label', () => {
    expect(rowsOfLabels(Float64Array.of(1, 2, 1), [1, 7])).toEqual([0, 2]);
    expect(rowsOfLabels(['a', 'b'], ['b'])).toEqual([1]);
    expect(rowsOfLabels(BigInt64Array.of(5n, 6n), [6n])).toEqual([1]);
  });
});
