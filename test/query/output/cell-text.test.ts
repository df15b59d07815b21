import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../src/model/table/column.js';
import { cellTexts } from '../../../src/query/output/cell-text.js';

/** The texts of a column of these values. */
function textsOf(type: Parameters<typeof columnOf>[0], values: readonly unknown[]): (string | undefined)[] {
  const texts = cellTexts(columnOf(type, values));
  return values.map((_, row) => texts(row));
}

describe('texts of cells', () => {
  it.each([
    [
      'timestamp[ns]',
      [0n, -1n, 1_577_836_800_000_000_001n, null],
      ['1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999999999Z', '2020-01-01T00:00:00.000000001Z', undefined],
    ],
    [
      'timestamp[ns]',
      [1_577_836_799_120_000_000n, -(2n ** 63n), 2n ** 63n - 1n],
      ['2019-12-31T23:59:59.12Z', '1677-09-21T00:12:43.145224192Z', '2262-04-11T23:47:16.854775807Z'],
    ],
    ['timestamp[ms]', [86_400_001n], ['1970-01-02T00:00:00.001Z']],
    ['date32[day]', [-1], ['1969-12-31']],
    ['float64', [0.1, -0, 1e300, Number.NaN, Number.POSITIVE_INFINITY], ['0.1', '-0', '1e+300', 'NaN', 'inf']],
    [
      'float32',
      [Math.fround(0.1), Math.fround(16777.2), -0, 0, 2 ** -149, Math.fround(3.4028235e38), Number.NaN],
      ['0.1', '16777.2', '-0', '0', '1e-45', '3.4028235e+38', 'NaN'],
    ],
    ['int64', [2n ** 63n - 1n, -(2n ** 63n)], ['9223372036854775807', '-9223372036854775808']],
    ['bool', [true, false], ['true', 'false']],
    ['string', ['', 'é', null], ['', 'é', undefined]],
    ['binary', [Uint8Array.of(0, 255)], ['AP8=']],
    ['list<string>', [['a', 'b']], ['["a","b"]']],
  ] as const)('of %s are exact', (type, values, texts) => {
    expect(textsOf(type, values)).toEqual(texts);
  });

  it('of float32 give each number back, with no digit more than needed', () => {
    const bits = Uint32Array.from({ length: 20_000 }, (_, at) => (at * 2_654_435_761) >>> 0);
    const numbers = [...new Float32Array(bits.buffer)].filter((number) => Number.isFinite(number) && number !== 0);
    for (const [at, text] of textsOf('float32', numbers).entries()) {
      const number = numbers[at] as number;
      expect(Math.fround(Number(text))).toBe(number);
      const digits = (text as string)
        .replace(/e.*/, '')
        .replace(/^-?0*\.?0*|\./g, '')
        .replace(/0+$/, '').length;
      if (digits > 1) expect(Math.fround(Number(number.toPrecision(digits - 1)))).not.toBe(number);
    }
  });
});
