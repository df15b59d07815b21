import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../src/engine/cube/labels.js';
import { type PlacePolicy, placeByLabels, refusalError } from '../../../src/engine/cube/place.js';
import { rowsOf } from './place-model.js';

const numbers = (...labels: number[]) => Float64Array.from(labels);
const ordered: PlacePolicy = { ifExists: 'replace', placement: 'ordered' };

/** The labels of the axis afterwards. */
function labelsAfter(existing: ArrayLike<Label>, batch: readonly ArrayLike<Label>[], policy: PlacePolicy) {
  const sources = batch.map((labels) => ({ labels: labels as Float64Array }));
  const { placement, refused, counts } = placeByLabels(existing as Float64Array, sources, policy);
  const rows = rowsOf(placement);
  return {
    axis: rows.map((row) =>
      row === 'fill' ? undefined : (row.source === -1 ? existing : batch[row.source])?.[row.row],
    ),
    rows,
    refused,
    counts,
  };
}

describe('placeByLabels', () => {
  it('Z02 puts late rows in their places', () => {
    const { axis, counts } = labelsAfter(numbers(1, 5, 9), [numbers(3), numbers(10, 4)], ordered);
    expect(axis).toEqual([1, 3, 4, 5, 9, 10]);
    expect(counts).toEqual([
      { source: 0, appended: 0, inserted: 1, replaced: 0, skipped: 0 },
      { source: 1, appended: 1, inserted: 1, replaced: 0, skipped: 0 },
    ]);
  });

  it('Z02 refuses late rows where only appending is allowed, naming the first', () => {
    const { axis, refused } = labelsAfter(numbers(1, 5), [numbers(6, 3), numbers(7)], { ...ordered, placement: 'end' });
    expect(axis).toEqual([1, 5, 7]);
    expect(refused).toEqual([{ source: 0, row: 1, label: 3, reason: 'late', by: undefined }]);
  });

  it('Z10 orders the sources of a batch by their labels, not by their places in it', () => {
    expect(labelsAfter(numbers(), [numbers(30, 31), numbers(10), numbers(20)], ordered).axis).toEqual([10, 20, 30, 31]);
  });

  it('follows a descending axis', () => {
    expect(labelsAfter(numbers(9, 5), [numbers(7), numbers(1, 2)], ordered).axis).toEqual([9, 7, 5, 2, 1]);
    expect(labelsAfter(numbers(), [numbers(3, 2), numbers(4)], ordered).axis).toEqual([4, 3, 2]);
    expect(labelsAfter(numbers(), [numbers(3, 2), numbers(4, 5)], ordered).axis).toEqual([2, 3, 4, 5]);
    expect(labelsAfter(numbers(5), [numbers(4)], { ...ordered, direction: 'descending' }).axis).toEqual([5, 4]);
  });

  it('takes 64-bit integers and texts', () => {
    const large = 2n ** 60n;
    expect(labelsAfter([large, large + 2n], [[large + 1n]], ordered).axis).toEqual([large, large + 1n, large + 2n]);
    expect(labelsAfter(['a', 'c'], [['b', 'd']], ordered).axis).toEqual(['a', 'b', 'c', 'd']);
  });

  it('A15 treats labels that the cube has as the policy says', () => {
    const place = (ifExists: PlacePolicy['ifExists']) =>
      labelsAfter(numbers(1, 2), [numbers(2, 3)], { ifExists, placement: 'ordered' });
    expect(place('replace').rows[1]).toEqual({ source: 0, row: 0 });
    expect(place('skip').rows[1]).toEqual({ source: -1, row: 1 });
    expect(place('skip').counts[0]).toMatchObject({ appended: 1, skipped: 1 });
    expect(place('error').refused).toMatchObject([{ source: 0, row: 0, label: 2, reason: 'exists' }]);
    expect(place('error').axis).toEqual([1, 2]);
  });

  it('Z08 refuses the later one of two sources with the same label, and one that has a label twice', () => {
    const { axis, refused } = labelsAfter(numbers(), [numbers(1), numbers(2, 1), numbers(4, 4), numbers(2)], ordered);
    expect(axis).toEqual([1, 2]);
    expect(refused).toMatchObject([
      { source: 1, row: 1, label: 1, reason: 'taken', by: 0 },
      { source: 2, row: 1, label: 4, reason: 'repeated' },
    ]);
  });

  it('appends as given where nobody asks for order', () => {
    const asGiven: PlacePolicy = { ifExists: 'error', placement: 'as-given' };
    expect(labelsAfter(numbers(5, 1), [numbers(3), numbers(2, 9)], asGiven).axis).toEqual([5, 1, 3, 2, 9]);
    expect(labelsAfter(numbers(5, 1), [numbers(5)], asGiven).refused).toMatchObject([{ reason: 'exists' }]);
  });

  it('refuses new labels where the axis is in no order, or where only old ones are wanted', () => {
    expect(labelsAfter(numbers(5, 1, 3), [numbers(2)], ordered).refused).toMatchObject([{ reason: 'unordered' }]);
    expect(labelsAfter(numbers(1, 1), [numbers(1)], ordered).refused).toMatchObject([{ reason: 'ambiguous' }]);
    const overwrite: PlacePolicy = { ifExists: 'replace', placement: 'none' };
    expect(labelsAfter(numbers(1, 2), [numbers(3), numbers(2)], overwrite)).toMatchObject({
      axis: [1, 2],
      refused: [{ source: 0, reason: 'absent' }],
    });
    expect(labelsAfter(numbers(1), [numbers(Number.NaN)], ordered).refused).toMatchObject([{ reason: 'invalid' }]);
  });

  it('tells why, with a code', () => {
    const { refused } = labelsAfter(numbers(1), [numbers(1)], { ...ordered, ifExists: 'error' });
    const error = refused[0] && refusalError(refused[0], { uri: 'a.nc', dimension: 'time' });
    expect(error).toMatchObject({ code: 'CO_CUBE_LABEL' });
    expect(error?.message).toContain("Label '1' of 'time' in 'a.nc' is in the cube already.");
  });

  it('numbers sources as it is told to', () => {
    const { placement } = placeByLabels(numbers(), [{ source: 7, labels: numbers(1) }], ordered);
    expect(placement.pieces).toEqual([{ source: 7, runs: [{ from: 0, to: 0, count: 1 }] }]);
  });
});

const axis = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
const source = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 });

describe('any batch', () => {
  it('gives a strict axis with exactly the labels of the cube and of the sources that are not refused', () => {
    const policies = fc.record({
      ifExists: fc.constantFrom('replace', 'skip', 'error'),
      placement: fc.constantFrom('ordered', 'end', 'none'),
      direction: fc.constantFrom('ascending', 'descending'),
    }) as fc.Arbitrary<PlacePolicy>;
    const check = (labels: readonly number[], batch: readonly number[][], policy: PlacePolicy) => {
      const sign = policy.direction === 'descending' ? -1 : 1;
      const existing = numbers(...labels.toSorted((a, b) => sign * (a - b)));
      const after = labelsAfter(existing, batch, policy);
      const refused = new Set(after.refused.map(({ source }) => source));
      const taken = batch.filter((_, position) => !refused.has(position));
      const expected = [...new Set([...labels, ...taken.flat()])].toSorted((a, b) => sign * (a - b));
      expect(after.axis).toEqual(expected);
      expectOrigins(after.rows, existing, taken, policy);
      expectCounts(after.counts, taken);
      expect(refused.size + after.counts.length).toBe(batch.length);
    };
    fc.assert(fc.property(axis, fc.array(source, { maxLength: 5 }), policies, check), { numRuns: 2000 });
  });
});

function expectOrigins(
  rows: ReturnType<typeof rowsOf>,
  existing: Float64Array,
  taken: readonly number[][],
  { ifExists }: PlacePolicy,
) {
  const brought = new Set(taken.flat());
  const kept = rows.flatMap((row) => (row !== 'fill' && row.source === -1 ? [existing[row.row]] : []));
  const stays = (label: number) => ifExists !== 'replace' || !brought.has(label);
  expect(kept).toEqual([...existing].filter(stays));
}

function expectCounts(counts: ReturnType<typeof labelsAfter>['counts'], taken: readonly number[][]) {
  const sums = counts.map(({ appended, inserted, replaced, skipped }) => appended + inserted + replaced + skipped);
  expect(sums).toEqual(taken.map((labels) => labels.length));
}
