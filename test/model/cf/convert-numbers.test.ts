import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../src/model/attributes.js';
import { convertNumbers, type Refusals } from '../../../src/model/cf/convert-numbers.js';
import { fractionOf } from '../../../src/model/cf/exact-fraction.js';
import { numberEncodingOf } from '../../../src/model/cf/number-encoding.js';
import type { NumericArray, NumericType } from '../../../src/model/data-type.js';

class Refused extends Error {}

const refusals: Refusals = {
  value: (index, value) => {
    throw new Refused(`${value} at ${index}`);
  },
  time: (index, value) => {
    throw new Refused(`time ${value} at ${index}`);
  },
};

interface Told {
  readonly type: NumericType;
  readonly attributes?: Record<string, AttributeValue>;
  readonly fill?: number | bigint;
}

function convert(values: NumericArray, from: Told, to: Told): NumericArray {
  const target = numberEncodingOf(to.type, new Map(Object.entries(to.attributes ?? {})));
  const source = numberEncodingOf(from.type, new Map(Object.entries(from.attributes ?? {})));
  const missing = to.fill === undefined || Number.isNaN(to.fill) ? target.missing : [to.fill];
  return convertNumbers(values, source, { ...target, missing, fill: to.fill }, refusals);
}

const scale = fc.constantFrom(0.1, 0.01, 0.2, 1, 2, 0.00015259487586406848, 1 / 3, Math.fround(0.1), 86400);
const offset = fc.constantFrom(0, 273.15, -200, 1e6, 0.1);

describe('packing', () => {
  const packing = (s: number, o: number) => ({ scale_factor: Float64Array.of(s), add_offset: Float64Array.of(o) });

  it('Z05 gives back the integers that were unpacked', () => {
    const numbers = fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 50 });
    fc.assert(
      fc.property(numbers, scale, offset, (values, s, o) => {
        const unpacked = convert(
          Int16Array.from(values),
          { type: 'int16', attributes: packing(s, o) },
          { type: 'float64' },
        );
        const packed = convert(unpacked, { type: 'float64' }, { type: 'int16', attributes: packing(s, o) });
        expect(Array.from(packed as Int16Array)).toEqual(values);
      }),
    );
  });

  it('Z05 is as near as any integer, by exact arithmetic', () => {
    const value = fc.double({ min: -3000, max: 3000, noNaN: true });
    fc.assert(
      fc.property(value, scale, offset, (number, s, o) => {
        let stored: NumericArray;
        try {
          stored = convert(Float64Array.of(number), { type: 'float64' }, { type: 'int32', attributes: packing(s, o) });
        } catch {
          return;
        }
        const [x, step, zero] = [number, s, o].map(fractionOf) as [Frac, Frac, Frac];
        // |stored · step + zero − x| ≤ step / 2 · (1 + 2^-20), which leaves room for the rounding of (x − zero) / step.
        const at = add(mul(fractionOf(Number(stored[0])), step), zero);
        const off = abs(add(at, { numerator: -x.numerator, denominator: x.denominator }));
        const most = mul(mul(step, { numerator: 1n, denominator: 2n }), {
          numerator: 2n ** 20n + 1n,
          denominator: 2n ** 20n,
        });
        const resolution = fractionOf(Math.max(Math.abs(number), Math.abs(o)) * 2 ** -51);
        expect(isLess(off, add(most, resolution))).toBe(true);
      }),
    );
  });

  it('rounds halves to even', () => {
    const halves = Float64Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5);
    const packed = convert(halves, { type: 'float64' }, { type: 'int16', attributes: packing(1, 0) });
    expect(Array.from(packed as Int16Array)).toEqual([-2, -2, 0, 0, 2, 2]);
  });

  it('A13 refuses what overflows, and names it', () => {
    const to: Told = { type: 'uint16', attributes: packing(1, 0), fill: 65535 };
    const values = Float64Array.of(1, 70000);
    expect(() => convert(values, { type: 'float64' }, to)).toThrow('70000 at 1');
    expect(() => convert(Float64Array.of(-1), { type: 'float64' }, to)).toThrow('-1 at 0');
    expect(() => convert(Float64Array.of(Number.POSITIVE_INFINITY), { type: 'float64' }, to)).toThrow('Infinity at 0');
  });

  it('A13 refuses what would be taken for missing', () => {
    const to: Told = { type: 'int16', attributes: packing(0.1, 0), fill: -999 };
    expect(() => convert(Float64Array.of(0, -99.9), { type: 'float64' }, to)).toThrow('-99.9 at 1');
    expect(convert(Float64Array.of(Number.NaN, -99.8), { type: 'float64' }, to)).toEqual(Int16Array.of(-999, -998));
  });

  it('Z04 refuses a missing value where nothing marks it', () => {
    const to: Told = { type: 'int16', attributes: packing(0.1, 0) };
    expect(() => convert(Float64Array.of(Number.NaN), { type: 'float64' }, to)).toThrow('NaN at 0');
  });

  it('keeps integers packed alike as they are', () => {
    const from: Told = { type: 'int16', attributes: { ...packing(1e-300, 5), _FillValue: Int16Array.of(-1) } };
    const to: Told = { type: 'int32', attributes: packing(1e-300, 5), fill: -99 };
    expect(convert(Int16Array.of(-1, 32767), from, to)).toEqual(Int32Array.of(-99, 32767));
  });

  it('unpacks in float64 where the target is not packed, whole numbers alone into integers', () => {
    const from: Told = { type: 'int16', attributes: { ...packing(0.5, 0), _FillValue: Int16Array.of(-1) } };
    expect(convert(Int16Array.of(3, -1), from, { type: 'float32', fill: Number.NaN })).toEqual(
      Float32Array.of(1.5, Number.NaN),
    );
    expect(convert(Int16Array.of(4), from, { type: 'int32' })).toEqual(Int32Array.of(2));
    expect(() => convert(Int16Array.of(4, 3), from, { type: 'int32' })).toThrow('1.5 at 1');
  });

  it('refuses a packing that is none', () => {
    expect(() =>
      convert(Float64Array.of(1), { type: 'float64' }, { type: 'int16', attributes: packing(0, 0) }),
    ).toThrow(Refused);
    expect(() =>
      convert(Float64Array.of(0), { type: 'float64' }, { type: 'float32', attributes: packing(0, 0) }),
    ).toThrow(Refused);
  });
});

describe('types', () => {
  it('A13 stores integers exactly, or refuses them', () => {
    const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const types = fc.constantFrom<NumericType>('int8', 'uint8', 'int16', 'uint32', 'uint64', 'float32', 'float64');
    fc.assert(
      fc.property(fc.oneof(long, fc.bigInt({ min: -300n, max: 70000n })), types, (value, type) => {
        let stored: NumericArray | undefined;
        try {
          stored = convert(BigInt64Array.of(value), { type: 'int64' }, { type });
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
        }
        if (stored) expect(BigInt(stored[0] as number)).toBe(value);
      }),
    );
    expect(() => convert(BigInt64Array.of(2n ** 53n + 1n), { type: 'int64' }, { type: 'float64' })).toThrow(Refused);
    expect(convert(BigInt64Array.of(2n ** 53n), { type: 'int64' }, { type: 'float64' })).toEqual(
      Float64Array.of(2 ** 53),
    );
    expect(() => convert(Int32Array.of(2 ** 24 + 1), { type: 'int32' }, { type: 'float32' })).toThrow(Refused);
    expect(() => convert(Float64Array.of(2 ** 63), { type: 'float64' }, { type: 'int64' })).toThrow(Refused);
    expect(convert(Float64Array.of(-(2 ** 63)), { type: 'float64' }, { type: 'int64' })).toEqual(
      BigInt64Array.of(-(2n ** 63n)),
    );
  });

  it('A13 takes the nearest float32, and refuses those beyond', () => {
    const float: Told = { type: 'float32', fill: Number.NaN };
    expect(convert(Float64Array.of(0.1, Number.POSITIVE_INFINITY), { type: 'float64' }, float)).toEqual(
      Float32Array.of(0.1, Number.POSITIVE_INFINITY),
    );
    expect(() => convert(Float64Array.of(1e300), { type: 'float64' }, float)).toThrow('1e+300 at 0');
  });

  it('A13 refuses integers of 64 bits that packing would round', () => {
    const to: Told = { type: 'int64', attributes: { scale_factor: Float64Array.of(1) } };
    expect(() => convert(BigInt64Array.of(2n ** 53n + 1n), { type: 'int64' }, { ...to })).not.toThrow();
    const other: Told = { type: 'int64', attributes: { scale_factor: Float64Array.of(2) } };
    expect(() => convert(BigInt64Array.of(2n ** 53n + 1n), { type: 'int64' }, other)).toThrow(Refused);
  });

  it('reads and writes integers under the sign of _Unsigned', () => {
    const unsigned = { _Unsigned: 'true', _FillValue: Int8Array.of(-1) };
    expect(
      convert(Int8Array.of(-2, -1, 5), { type: 'int8', attributes: unsigned }, { type: 'int16', fill: -9 }),
    ).toEqual(Int16Array.of(254, -9, 5));
    const to: Told = { type: 'int8', attributes: unsigned, fill: 255 };
    expect(
      convert(Int16Array.of(254, -9, 5), { type: 'int16', attributes: { _FillValue: Int16Array.of(-9) } }, to),
    ).toEqual(Int8Array.of(-2, -1, 5));
  });

  it('marks every declared missing value by the fill value', () => {
    const attributes = { _FillValue: Float32Array.of(1e20), missing_value: Float32Array.of(-99, -98) };
    const values = Float32Array.of(1, 1e20, -99, -98, Number.NaN);
    expect(convert(values, { type: 'float32', attributes }, { type: 'int16', fill: -1 })).toEqual(
      Int16Array.of(1, -1, -1, -1, -1),
    );
  });
});

describe('times', () => {
  const units = (text: string) => ({ units: text });

  it('A09 are counted anew, exactly or not at all', () => {
    const from: Told = {
      type: 'int64',
      attributes: { ...units('hours since 2024-01-01'), _FillValue: BigInt64Array.of(-1n) },
    };
    const to: Told = { type: 'int32', attributes: units('days since 2023-12-31'), fill: -99 };
    expect(convert(BigInt64Array.of(0n, -1n, 48n), from, to)).toEqual(Int32Array.of(1, -99, 3));
    expect(() => convert(BigInt64Array.of(0n, 6n), from, to)).toThrow('time 6 at 1');
  });

  it('Z07 of another type are the same to a microsecond', () => {
    const from: Told = { type: 'float64', attributes: units('days since 1950-01-01') };
    expect(() => convert(Float64Array.of(27028.041666666668), from, { ...from, type: 'float32' })).toThrow('time');
    expect(convert(Float64Array.of(27028), from, { ...from, type: 'int16' })).toEqual(Int16Array.of(27028));
  });

  it('are refused where calendars differ', () => {
    const from: Told = { type: 'int32', attributes: { ...units('days since 2000-01-01'), calendar: 'noleap' } };
    expect(() =>
      convert(Int32Array.of(1), from, { type: 'int32', attributes: units('days since 2000-01-01') }),
    ).toThrow('time');
  });
});

interface Frac {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function mul(a: Frac, b: Frac): Frac {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

function add(a: Frac, b: Frac): Frac {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function abs({ numerator, denominator }: Frac): Frac {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}

function isLess(a: Frac, b: Frac): boolean {
  return a.numerator * b.denominator <= b.numerator * a.denominator;
}
