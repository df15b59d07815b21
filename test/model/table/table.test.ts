import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodedColumn, columnOf, valueAt } from '../../../src/model/table/column.js';
import { Table } from '../../../src/model/table/table.js';

const fresh = () =>
  new Table([
    ['a', columnOf('int32', [1, null, 3, 4])],
    ['b', { column: columnOf('string', ['x', 'y']), rows: Uint32Array.of(0, 0, 1, 1) }],
  ]);
const valuesOf = (of: Table, name: string) =>
  Array.from({ length: of.rows }, (_, row) => valueAt(of.column(name), row));

describe('Table', () => {
  it('picks the rows of a selection', () => expect(valuesOf(fresh(), 'b')).toEqual(['x', 'x', 'y', 'y']));

  it('takes rows of rows as of the whole', () => {
    const rows = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const within = second.map((row) => row % first.length);
        const twice = fresh().take(Uint32Array.from(first)).take(Uint32Array.from(within));
        const once = fresh().take(Uint32Array.from(within, (row) => first[row] as number));
        for (const name of ['a', 'b']) expect(valuesOf(twice, name)).toEqual(valuesOf(once, name));
      }),
    );
  });

  it('converts repeated values once', () => {
    let converted = 0;
    const upper = fresh().convert('b', (column) => {
      converted += (column as CodedColumn).codes.length;
      return columnOf('string', ['X', 'Y']);
    });
    expect(valuesOf(upper, 'b')).toEqual(['X', 'X', 'Y', 'Y']);
    expect(converted).toBe(2);
  });

  it('does not refuse a conversion because of a value that no row has any more', () => {
    const fine = fresh()
      .filter(Uint8Array.of(1, 1, 0, 0))
      .convert('b', (column) => {
        const texts = (column as CodedColumn).codes;
        if (texts.includes(1)) throw new Error('y');
        return column;
      });
    expect(valuesOf(fine, 'b')).toEqual(['x', 'x']);
  });

  it('refuses a column of another length', () => {
    expect(() => fresh().with('c', columnOf('int32', [1]))).toThrow(
      expect.objectContaining({ code: 'CO_COLUMN_LENGTH' }),
    );
  });

  it('names the columns it has when one is missing', () => {
    expect(() => fresh().column('z')).toThrow(expect.objectContaining({ message: expect.stringContaining('a, b') }));
  });
});
