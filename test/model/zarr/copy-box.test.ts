import { describe, expect, it } from 'vitest';
import { boxOf, copyBox, filled } from '../../../src/model/zarr/copy-box.js';

const values = Int16Array.from({ length: 24 }, (_, index) => index);

describe('boxes', () => {
  it('copies a box from one place to another', () => {
    const target = { values: new Int16Array(9), shape: [3, 3] };
    copyBox({ values, shape: [4, 6] }, [1, 2], target, [0, 1], [3, 2]);
    expect([...target.values]).toEqual([0, 8, 9, 0, 14, 15, 0, 20, 21]);
  });

  it('copies whole rows in one piece', () => {
    const target = { values: new Int16Array(12), shape: [2, 6] };
    copyBox({ values, shape: [4, 6] }, [2, 0], target, [0, 0], [2, 6]);
    expect([...target.values]).toEqual([...values.slice(12)]);
  });

  it('copies text', () => {
    const target = { values: ['-', '-', '-'], shape: [3] };
    copyBox({ values: ['a', 'b'], shape: [2] }, [0], target, [1], [2]);
    expect(target.values).toEqual(['-', 'a', 'b']);
  });

  it('copies scalars, and nothing of an empty box', () => {
    const target = { values: new Int16Array(1), shape: [] };
    copyBox({ values: Int16Array.of(5), shape: [] }, [], target, [], []);
    expect([...target.values]).toEqual([5]);
    copyBox({ values, shape: [4, 6] }, [0, 0], { values: new Int16Array(0), shape: [0, 6] }, [0, 0], [0, 6]);
  });

  it('takes boxes out of more dimensions', () => {
    expect([...boxOf({ values, shape: [2, 3, 4] }, 'int16', [0, 1, 2], [2, 2, 2])]).toEqual([
      6, 7, 10, 11, 18, 19, 22, 23,
    ]);
    expect(() => boxOf({ values, shape: [2, 3, 4] }, 'int16', [0, 2, 0], [1, 2, 4])).toThrow(/is not in/);
  });

  it.each([
    ['float32', Number.NaN, Float32Array.of(Number.NaN, Number.NaN)],
    ['float64', -0, Float64Array.of(-0, -0)],
    ['int64', 2n ** 62n, BigInt64Array.of(2n ** 62n, 2n ** 62n)],
    ['uint64', 5, BigUint64Array.of(5n, 5n)],
    ['bool', true, Int8Array.of(1, 1)],
    ['string', 'x', ['x', 'x']],
    ['U3', null, ['', '']],
    ['int8', null, Int8Array.of(0, 0)],
  ] as const)('fills %s with %s', (type, fillValue, expected) => {
    expect(filled(type, 2, fillValue)).toEqual(expected);
  });
});
