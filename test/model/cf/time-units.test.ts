import { describe, expect, test } from 'vitest';
import { isTimeUnits, parseTimeUnits, unitNanoseconds } from '../../../src/model/cf/time-units.js';

const HOUR = 3_600_000_000_000n;

describe('units of time', () => {
  test.each([
    ['days day d Days D', 24n * HOUR],
    ['hours hour hr hrs h', HOUR],
    ['minutes minute min mins', HOUR / 60n],
    ['seconds second sec secs s', 1_000_000_000n],
    ['milliseconds millisecond millisec millisecs msec msecs ms', 1_000_000n],
    ['microseconds microsecond microsec microsecs us µs μs', 1_000n],
    ['nanoseconds nanosecond ns', 1n],
    ['weeks week', 168n * HOUR],
  ])('%s', (spellings, nanoseconds) => {
    for (const spelling of spellings.split(' ')) expect(unitNanoseconds(spelling), spelling).toBe(nanoseconds);
  });

  test('other words are none, those of Object.prototype among them', () => {
    for (const word of ['', 'm', 'months', 'year', 'degrees', 'constructor', 'toString', 'dayss'])
      expect(unitNanoseconds(word), word).toBeUndefined();
  });
});

describe('reference dates', () => {
  test.each([
    ['1950-01-01 00:00:00 UTC', 1950, 1, 1, 0n],
    ['1950-01-01T00:00:00Z', 1950, 1, 1, 0n],
    ['1970-1-1', 1970, 1, 1, 0n],
    ['1900-01-01 00:00:0.0', 1900, 1, 1, 0n],
    ['1990-1-1 0:0:0', 1990, 1, 1, 0n],
    ['0001-01-01', 1, 1, 1, 0n],
    ['1-1-1 00:00:0.0', 1, 1, 1, 0n],
    ['1950', 1950, 1, 1, 0n],
    ['1950-02', 1950, 2, 1, 0n],
    ['19500203', 1950, 2, 3, 0n],
    ['19500203T0630', 1950, 2, 3, 6n * HOUR + HOUR / 2n],
    ['19500203T063000Z', 1950, 2, 3, 6n * HOUR + HOUR / 2n],
    ['1950-01-01 00:00:00 +10:00', 1950, 1, 1, -10n * HOUR],
    ['1950-01-01 00:00:00 -3', 1950, 1, 1, 3n * HOUR],
    ['1950-01-01 00:00:00-0330', 1950, 1, 1, 3n * HOUR + HOUR / 2n],
    ['1950-01-01T06:00+0930', 1950, 1, 1, -3n * HOUR - HOUR / 2n],
    ['1950-01-01 00:00:00 Etc/UTC', 1950, 1, 1, 0n],
    ['1950-01-01 00:00:00 GMT', 1950, 1, 1, 0n],
    ['1950-01-01 UTC', 1950, 1, 1, 0n],
    ['1950-01-01 12', 1950, 1, 1, 12n * HOUR],
    ['1950-01-01 12:30', 1950, 1, 1, 12n * HOUR + HOUR / 2n],
    ['1950-01-01 00:00:00.123456789', 1950, 1, 1, 123_456_789n],
    ['1950-01-01 00:00:01.', 1950, 1, 1, 1_000_000_000n],
    ['  1950-01-01  ', 1950, 1, 1, 0n],
  ])('%s', (text, year, month, day, nanoseconds) => {
    expect(parseTimeUnits(`days since ${text}`)).toEqual({
      unitNanoseconds: 24n * HOUR,
      date: { year, month, day },
      nanoseconds,
    });
  });

  test.each([
    '',
    'launch',
    '01-01-1950',
    '1950/01/01',
    '-4713-11-24',
    '12345-01-01',
    '1950-01-01 24:00',
    '1950-01-01 00:60',
    '1950-01-01 00:00:60',
    '1950-01-01 00:00:00.0000000001',
    '1950-01-01 00:00:00 +25:00',
    '1950-01-01 00:00:00 AEST',
    '1950-01-01 00:00:00 UTC please',
    '1950-01-0112',
  ])("'%s' is none", (text) => {
    expect(parseTimeUnits(`days since ${text}`)).toBeUndefined();
  });
});

test('counts of months and years are time, but of no fixed length', () => {
  for (const units of ['months since 1950-01-01', 'Years since 1950-01-01']) {
    expect(isTimeUnits(units)).toBe(true);
    expect(parseTimeUnits(units)).toBeUndefined();
  }
});

test('other units are no time', () => {
  for (const units of ['', 'days', 'm s-1', 'cycles since launch', 'degrees_since', 'since 1950'])
    expect(isTimeUnits(units), units).toBe(false);
});

test('a long text is judged at once', () => {
  const start = performance.now();
  isTimeUnits(`days since ${' '.repeat(100_000)}x`);
  parseTimeUnits(`days since ${' 1'.repeat(100_000)}`);
  parseTimeUnits(`${' '.repeat(100_000)}since`);
  expect(performance.now() - start).toBeLessThan(500);
});
