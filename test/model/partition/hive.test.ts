import { describe, expect, it } from 'vitest';
import { encodePart, partitionRows } from '../../../src/model/partition/hive.js';
import { columnOf } from '../../../src/model/table/column.js';
import { Table } from '../../../src/model/table/table.js';

const table = new Table([
  ['site', columnOf('string', ['Cape Sorell', 'a/b', null, 'Cape Sorell'])],
  ['timestamp', columnOf('int64', [1n, 2n, 1n, 2n])],
  ['value', columnOf('float64', [10, 20, 30, 40])],
]);

describe('partitionRows', () => {
  it('gathers rows by the values of the columns, in order of appearance', () => {
    expect(partitionRows(table, ['site', 'timestamp']).map(({ directory, rows }) => [directory, [...rows]])).toEqual([
      ['site=Cape%20Sorell/timestamp=1', [0]],
      ['site=a%2Fb/timestamp=2', [1]],
      ['site=__HIVE_DEFAULT_PARTITION__/timestamp=1', [2]],
      ['site=Cape%20Sorell/timestamp=2', [3]],
    ]);
  });

  it('has one partition without columns', () => {
    expect(partitionRows(table, []).map(({ directory, rows }) => [directory, rows.length])).toEqual([['', 4]]);
  });

  it('puts categories that read the same into one folder', () => {
    const twice = new Table([['p', { type: 'string', categories: ['x', 'x'], codes: Int32Array.of(0, 1, 0) }]]);
    expect(partitionRows(twice, ['p']).map(({ directory, rows }) => [directory, [...rows]])).toEqual([
      ['p=x', [0, 1, 2]],
    ]);
  });

  it('P12 keeps rows whose partition column has no value, where others have one', () => {
    const rows = partitionRows(table, ['site']).reduce((sum, part) => sum + part.rows.length, 0);
    expect(rows).toBe(table.rows);
  });
});

describe('encodePart', () => {
  it("encodes all but letters, digits and '-._~'", () => {
    expect(encodePart("a-b.c_d~e f/g=h'(i)*!ü")).toBe('a-b.c_d~e%20f%2Fg%3Dh%27%28i%29%2A%21%C3%BC');
  });
});
