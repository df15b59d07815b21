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

describe('folder names', () => {
  const names = (type: Parameters<typeof columnOf>[0], values: readonly unknown[]) =>
    partitionRows(new Table([['p', columnOf(type, values)]]), ['p']).map(({ directory }) => directory);

  it('of numbers, times and truths are as Arrow prints them', () => {
    expect(names('float64', [1, 1e10, Number.NaN, null])).toEqual([
      'p=1',
      'p=1e%2B10',
      'p=nan',
      'p=__HIVE_DEFAULT_PARTITION__',
    ]);
    expect(names('float32', [0.1])).toEqual(['p=0.1']);
    expect(names('timestamp[ns]', [-1n])).toEqual(['p=1969-12-31%2023%3A59%3A59.999999999']);
    expect(names('bool', [true, false])).toEqual(['p=true', 'p=false']);
  });

  it('of bytes are percent-encoded byte by byte', () => {
    expect(names('binary', [Uint8Array.of(97, 10, 255)])).toEqual(['p=a%0A%FF']);
  });
});

describe('encodePart', () => {
  it("encodes all but letters, digits and '-._~'", () => {
    expect(encodePart("a-b.c_d~e f/g=h'(i)*!ü")).toBe('a-b.c_d~e%20f%2Fg%3Dh%27%28i%29%2A%21%C3%BC');
  });
});
