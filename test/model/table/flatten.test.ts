import { describe, expect, it } from 'vitest';
import { columnOf, valueAt } from '../../../src/model/table/column.js';
import { flatten } from '../../../src/model/table/flatten.js';
import { Table } from '../../../src/model/table/table.js';

const lengths = new Map([
  ['x', 2],
  ['y', 3],
]);

function flat(values: readonly number[], dimensions: readonly string[]) {
  const table = new Table(flatten([['v', { column: columnOf('int32', values), dimensions }]], lengths, 'file.nc'));
  return Array.from({ length: 6 }, (_, row) => valueAt(table.column('v'), row));
}

describe('flatten', () => {
  it('keeps an array over all dimensions', () =>
    expect(flat([1, 2, 3, 4, 5, 6], ['x', 'y'])).toEqual([1, 2, 3, 4, 5, 6]));
  it('transposes', () => expect(flat([1, 4, 2, 5, 3, 6], ['y', 'x'])).toEqual([1, 2, 3, 4, 5, 6]));
  it('repeats along a slower dimension', () => expect(flat([1, 2, 3], ['y'])).toEqual([1, 2, 3, 1, 2, 3]));
  it('repeats along a faster dimension', () => expect(flat([1, 2], ['x'])).toEqual([1, 1, 1, 2, 2, 2]));
  it('repeats a scalar', () => expect(flat([7], [])).toEqual([7, 7, 7, 7, 7, 7]));

  it('refuses a product that no table can hold', () => {
    const huge = new Map([
      ['a', 100_000],
      ['b', 100_000],
    ]);
    expect(() => flatten([], huge, 'file.nc')).toThrow(
      expect.objectContaining({ code: 'CO_TABLE_TOO_LARGE', message: expect.stringContaining('a 100000 × b 100000') }),
    );
  });
});
