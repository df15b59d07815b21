import { describe, expect, it } from 'vitest';
import { labelledArrayOf } from '../../../src/append/expressions/index.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import { decodeVariable } from '../../../src/model/cf/decode-variable.js';
import type { StoredArray, StoredType } from '../../../src/model/data-type.js';

const decoded = async (
  type: StoredType,
  values: StoredArray,
  attributes: Readonly<Record<string, AttributeValue>> = {},
) => {
  const variable = {
    name: 'v',
    type,
    dimensions: ['v'],
    shape: [values.length],
    attributes: new Map(Object.entries(attributes)),
    read: async () => values,
  };
  const { data } = labelledArrayOf(await decodeVariable(variable, { uri: 'a.nc', textDimensions: new Set() }));
  return [data.kind, Array.from(data.values as ArrayLike<unknown>)];
};

describe('what expressions see of a variable', () => {
  it('are integers', async () => expect(await decoded('int16', Int16Array.of(1, 2))).toEqual(['integer', [1, 2]]));

  it('are floats, also of integers with missing values and of packed ones', async () => {
    expect(await decoded('float32', Float32Array.of(0.5, Number.NaN))).toEqual(['float', [0.5, Number.NaN]]);
    const fill = { _FillValue: Int16Array.of(9) };
    expect(await decoded('int16', Int16Array.of(1, 9), fill)).toEqual(['float', [1, Number.NaN]]);
    expect(await decoded('int16', Int16Array.of(1, 2), { scale_factor: Float64Array.of(0.5) })).toEqual([
      'float',
      [0.5, 1],
    ]);
  });

  it('are times by their units', async () => {
    const attributes = { units: 'days since 1970-01-02', _FillValue: Int32Array.of(-1) };
    expect(await decoded('int32', Int32Array.of(0, -1), attributes)).toEqual(['time', [86_400_000_000_000n, null]]);
  });

  it('are texts', async () => expect(await decoded('string', ['a', 'b'])).toEqual(['text', ['a', 'b']]));
});
