import { describe, expect, it } from 'vitest';
import { isCoded } from '../../src/errors/index.js';
import { parseSelection } from '../../src/query/selection.js';

const at = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const DAY = 86_400_000_000_000n;

/** The code that reading throws. */
function codeOf(text: Parameters<typeof parseSelection>[0]): string {
  try {
    parseSelection(text);
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe('a time', () => {
  it.each([
    ['2011-01-01/2011-01-31', at('2011-01-01T00:00Z'), at('2011-02-01T00:00Z') - 1n],
    ['2011-02/2011-02', at('2011-02-01T00:00Z'), at('2011-03-01T00:00Z') - 1n],
    ['2011/..', at('2011-01-01T00:00Z'), undefined],
    ['2011/', at('2011-01-01T00:00Z'), undefined],
    ['/2012', undefined, at('2013-01-01T00:00Z') - 1n],
    ['../2012-02-29', undefined, at('2012-03-01T00:00Z') - 1n],
    ['2012', at('2012-01-01T00:00Z'), at('2013-01-01T00:00Z') - 1n],
    ['2012-06-01T06:00/2012-06-01T12', at('2012-06-01T06:00Z'), at('2012-06-01T13:00Z') - 1n],
    ['2012-06-01T06:00:00/2012-06-01T06:00:00', at('2012-06-01T06:00Z'), at('2012-06-01T06:00Z')],
    ['2012-06-01T06:00:00.000000001+10:00/..', at('2012-05-31T20:00Z') + 1n, undefined],
    ['1969-12-31/1969-12-31', -DAY, -1n],
    ['/', undefined, undefined],
  ])('%s has both its ends', (time, start, end) => {
    expect(parseSelection({ time }).time).toEqual({ start, end });
  });

  it.each(['', '..', '2011-02-30', '2011-13/..', 'soon/later', '2012/2011', '2011/2012/2013', '2011-01-01T25:00/..'])(
    "'%s' is none",
    (time) => {
      expect(codeOf({ time })).toBe('CO_QUERY_TIME');
    },
  );
});

describe('a box', () => {
  it.each([
    ['110,-45.5,160,-10', { west: 110, south: -45.5, east: 160, north: -10 }],
    ['170, -20, -170, 0', { west: 170, south: -20, east: -170, north: 0 }],
    ['0,-90,360,90', { west: 0, south: -90, east: 360, north: 90 }],
  ])('%s is read', (bbox, box) => {
    expect(parseSelection({ bbox }).box).toEqual(box);
  });

  it.each([
    '1,2,3',
    '1,2,3,4,5',
    '1,5,3,4',
    '-181,0,0,1',
    '0,0,361,1',
    '0,-91,1,0',
    'a,0,1,1',
    '0,0,NaN,1',
    '-10,0,355,1',
    '',
  ])("'%s' is none", (bbox) => {
    expect(codeOf({ bbox })).toBe('CO_QUERY_BOX');
  });
});

describe('a point', () => {
  it('is read', () =>
    expect(parseSelection({ point: '151.2,-33.9' }).point).toEqual({ longitude: 151.2, latitude: -33.9 }));
  it.each(['151.2', '1,2,3', '361,0', '0,90.1', ','])("'%s' is none", (point) => {
    expect(codeOf({ point })).toBe('CO_QUERY_POINT');
  });
});

describe('conditions', () => {
  it.each([
    ['TEMP >= 20.5', { column: 'TEMP', operator: '>=', value: '20.5' }],
    ['TEMP<=20', { column: 'TEMP', operator: '<=', value: '20' }],
    ['id==9007199254740993', { column: 'id', operator: '=', value: '9007199254740993' }],
    ['a b != c = d', { column: 'a b', operator: '!=', value: 'c = d' }],
    [`"x>=y" > 1`, { column: 'x>=y', operator: '>', value: '1' }],
    [`station = ''`, { column: 'station', operator: '=', value: '' }],
    [`station = " a "`, { column: 'station', operator: '=', value: ' a ' }],
    ['t < -1', { column: 't', operator: '<', value: '-1' }],
  ])('%s is read', (where, condition) => {
    expect(parseSelection({ where: [where] }).where).toEqual([condition]);
  });

  it.each(['TEMP', '= 3', 'TEMP =', 'TEMP ~ 3', ''])("'%s' is none", (where) => {
    expect(codeOf({ where: [where] })).toBe('CO_QUERY_WHERE');
  });
});

describe('columns', () => {
  it('keep their order', () => expect(parseSelection({ columns: 'B, A,"c,d"' }).columns).toEqual(['B', 'A', 'c,d']));
  it.each(['A,A', '', ' '])("'%s' are none", (columns) => expect(codeOf({ columns })).toBe('CO_USAGE'));
});

it('what is not asked for is not there', () => expect(parseSelection({})).toEqual({}));
