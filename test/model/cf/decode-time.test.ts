import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/model/cf/calendar.js';
import { decodeDurations, decodeTimes } from '../../../src/model/cf/decode-time.js';
import { parseTimeUnits } from '../../../src/model/cf/time-units.js';

const LIMIT = 2n ** 63n - 1n;

/** A float64 as the fraction that it is. */
function fraction(value: number): [bigint, bigint] {
  let numerator = value;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return [BigInt(numerator), denominator];
}

/** By the definition: the exact product plus the reference, rounded once, ties to even; `undefined` beyond 64 bits. */
function reference(value: number, unit: bigint, offset: bigint): bigint | undefined {
  if (!Number.isFinite(value)) return undefined;
  const [numerator, denominator] = fraction(value);
  const scaled = numerator * unit + offset * denominator;
  const floor = scaled >= 0n || scaled % denominator === 0n ? scaled / denominator : scaled / denominator - 1n;
  const twice = 2n * (scaled - floor * denominator);
  const up = twice > denominator || (twice === denominator && floor % 2n !== 0n);
  const rounded = up ? floor + 1n : floor;
  return rounded > LIMIT || rounded < -LIMIT ? undefined : rounded;
}

const UNITS: Record<string, bigint> = {
  nanoseconds: 1n,
  microseconds: 1_000n,
  milliseconds: 1_000_000n,
  seconds: 1_000_000_000n,
  minutes: 60_000_000_000n,
  hours: 3_600_000_000_000n,
  days: 86_400_000_000_000n,
  weeks: 604_800_000_000_000n,
};

const unit = fc.constantFrom(...Object.keys(UNITS));
const offset = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });

/** Numbers of all sizes, those that give times near the limits and those that give ties among them. */
function numbersFor(name: string): fc.Arbitrary<number> {
  const most = Number(LIMIT / (UNITS[name] as bigint));
  return fc.oneof(
    fc.double({ noNaN: true }),
    fc.double({ min: -most * 1.01, max: most * 1.01, noNaN: true }),
    fc.double({ min: -30000, max: 30000, noNaN: true }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((value) => value / 2 ** 20),
    fc.integer({ min: -(2 ** 10), max: 2 ** 10 }).map((value) => value / 2 ** 40),
    // Next to a tie: the product in float64 is one, the exact one is not.
    fc.integer({ min: -(2 ** 45), max: 2 ** 45 }).map((count) => (count + 0.5) / Number(UNITS[name])),
  );
}

function check(values: Float64Array | Float32Array | Int32Array, name: string): void {
  const { values: found, outOfRange } = decodeDurations(values, UNITS[name] as bigint);
  values.forEach((value, i) => {
    const wanted = reference(value, UNITS[name] as bigint, 0n);
    expect(outOfRange?.[i] ?? 0, `${value} ${name}`).toBe(wanted === undefined ? 1 : 0);
    if (wanted !== undefined) expect(found[i], `${value} ${name}`).toBe(wanted);
  });
}

describe('Z07 the exact time, rounded once', () => {
  const inUnit = unit.chain((name) => fc.tuple(fc.constant(name), fc.array(numbersFor(name), { maxLength: 20 })));

  test('of float64', () => {
    fc.assert(
      fc.property(inUnit, ([name, values]) => check(Float64Array.from(values), name)),
      { numRuns: 3000 },
    );
  });

  test('of float32', () => {
    fc.assert(
      fc.property(inUnit, ([name, values]) => check(Float32Array.from(values), name)),
      { numRuns: 1000 },
    );
  });

  test('of 64-bit integers', () => {
    fc.assert(
      fc.property(unit, fc.bigInt({ min: -(2n ** 63n), max: LIMIT }), (name, value) => {
        const { values, outOfRange } = decodeDurations(BigInt64Array.of(value), UNITS[name] as bigint);
        const exact = value * (UNITS[name] as bigint);
        if (exact > LIMIT || exact < -LIMIT) expect(outOfRange?.[0]).toBe(1);
        else expect(values[0]).toBe(exact);
      }),
      { numRuns: 2000 },
    );
  });

  test('with a reference that has its own nanoseconds', () => {
    const withOffset = fc
      .tuple(unit, offset)
      .chain(([name, from]) => fc.tuple(fc.constant(name), fc.constant(from), numbersFor(name)));
    fc.assert(
      fc.property(withOffset, ([name, from, value]) => {
        const units = {
          unitNanoseconds: UNITS[name] as bigint,
          date: { year: 1970, month: 1, day: 1 },
          nanoseconds: from,
        };
        const times = decodeTimes(Float64Array.of(value), units, calendarOf('standard') as never);
        const wanted = reference(value, UNITS[name] as bigint, from);
        expect(times?.outOfRange?.[0] ?? 0).toBe(wanted === undefined ? 1 : 0);
        if (wanted !== undefined) expect(times?.values[0]).toBe(wanted);
      }),
      { numRuns: 5000 },
    );
  });

  test('ties go to the even nanosecond', () => {
    const values = Float64Array.of(0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, -0.49999999999999994);
    expect([...decodeDurations(values, 1n).values]).toEqual([0n, 2n, 2n, 0n, -2n, 0n, 0n]);
  });

  test('the limits of 64 bits, without the number that means not-a-time elsewhere', () => {
    const most = decodeDurations(BigInt64Array.of(LIMIT, -LIMIT), 1n);
    expect(most.outOfRange).toBeUndefined();
    expect([...most.values]).toEqual([LIMIT, -LIMIT]);
    const beyond = decodeDurations(Float64Array.of(2 ** 63, -(2 ** 63), Number.POSITIVE_INFINITY), 1n);
    expect([...(beyond.outOfRange ?? [])]).toEqual([1, 1, 1]);
    expect([...beyond.values]).toEqual([LIMIT, -LIMIT, LIMIT]);
  });
});

test('other calendars agree with the standard one where they count the same days', () => {
  const units = parseTimeUnits('days since 2001-03-01 06:00') as NonNullable<ReturnType<typeof parseTimeUnits>>;
  const values = Float64Array.of(0, 0.25, 100.123456, 300);
  const standard = decodeTimes(values, units, calendarOf('standard') as never);
  for (const name of ['julian', 'noleap', 'all_leap'])
    expect(decodeTimes(values, units, calendarOf(name) as never)).toEqual(standard);
});

test('a date that the calendar does not have gives nothing', () => {
  const units = parseTimeUnits('days since 2001-02-30') as NonNullable<ReturnType<typeof parseTimeUnits>>;
  expect(decodeTimes(Int32Array.of(0), units, calendarOf('standard') as never)).toBeUndefined();
  expect(decodeTimes(Int32Array.of(1), units, calendarOf('360_day') as never)?.values[0]).toBe(
    BigInt(Date.UTC(2001, 2, 1)) * 1_000_000n,
  );
});

test('31,104 times take milliseconds, 10 million seconds', () => {
  const units = parseTimeUnits('days since 1950-01-01') as NonNullable<ReturnType<typeof parseTimeUnits>>;
  const values = new Float64Array(1_000_000).map((_, i) => 20000 + i / 997);
  const start = performance.now();
  decodeTimes(values, units, calendarOf('standard') as never);
  expect(performance.now() - start).toBeLessThan(1000);
});
