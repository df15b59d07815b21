import { describe, expect, it } from 'vitest';
import {
  evaluateTemplate,
  evaluateTemplates,
  namesIn,
  parseTemplate,
  templatesIn,
} from '../../../src/append/expressions/index.js';
import { isCoded } from '../../../src/errors/index.js';
import { days, floats, integers, scopeOf } from './scope-of.js';

const cells = (count: number) => Array.from({ length: count }, (_, n) => (n + 0.5) / count);
/** The cube of zappend's tests: three days, 50 × 100 cells. */
const SCOPE = scopeOf(
  {
    time: days(0, 1, 2),
    x: floats(...cells(100)),
    y: floats(...cells(50)),
    n: integers(7, 10, 3),
    grid: { dimensions: ['y', 'x'], shape: [2, 3], data: { kind: 'integer', values: [1, 2, 3, 4, 5, 6] } },
    crs: { dimensions: [], shape: [], data: { kind: 'integer', values: [4326] } },
    names: { kind: 'text', values: ['a', null, "it's"] },
    flags: { kind: 'truth', values: [1, 0] },
    holes: floats(Number.NaN, 2, 1, Number.POSITIVE_INFINITY),
    big: integers(2n ** 60n),
  },
  { title: 'Test 1-3', 'a b': [1.5, 'x'], tricky: "{{ ds.title }} {{ __import__('os').getpid() }}" },
);
const value = (text: string) => evaluateTemplate(parseTemplate('a', text), SCOPE);

describe('values', () => {
  it.each([
    ['{{ ds.x.min() }}', 0.005],
    ['{{ ds.x.max() }}', 0.995],
    ['{{ds.n.mean()}}', 20 / 3],
    ["{{ lower_bound(ds.x, 'center') }}", 0],
    ["{{ upper_bound(ds.x, 'center') }}", 1],
    ['{{ ds.time[0] }}', '2024-01-01T00:00:00'],
    ['{{ ds.time[-1] }}', '2024-01-03T00:00:00'],
    ['{{ upper_bound(ds.time) }}', '2024-01-04T00:00:00'],
    ["{{ lower_bound(ds.time, 'upper') }}", '2023-12-31T00:00:00'],
    ['{{ upper_bound(ds[\'time\'], "center") }}', '2024-01-03T12:00:00'],
    ['{{ ds.time.max() }}', '2024-01-03T00:00:00'],
    ['{{ ds.time.mean() }}', '2024-01-02T00:00:00'],
    ['{{ ds.time }}', ['2024-01-01T00:00:00', '2024-01-02T00:00:00', '2024-01-03T00:00:00']],
    [
      '{{ ds.grid }}',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ['{{ ds.grid.values[1] }}', [4, 5, 6]],
    ['{{ ds.grid[-1, 0] }}', 4],
    ['{{ ds.grid[:, 1] }}', [2, 5]],
    ['{{ ds.grid[0, ::-1] }}', [3, 2, 1]],
    ['{{ ds.n[1:] }}', [10, 3]],
    ['{{ ds.n[-2:5:1] }}', [10, 3]],
    ['{{ ds.n[5:] }}', []],
    ['{{ ds.crs }}', 4326],
    ['{{ ds.names }}', ['a', null, "it's"]],
    ['{{ ds.flags }}', [true, false]],
    ['{{ ds.holes }}', ['nan', Float64Array.of(2), Float64Array.of(1), 'inf']],
    ['{{ ds.holes.min() }}', 1],
    ['{{ ds.big[0] }}', '1152921504606846976'],
    ['{{ ds.sizes.time }}', 3],
    ["{{ ds.dims['x'] }}", 100],
    ['{{ ds.grid.size }}', 6],
    ['{{ ds.attrs.title }}', 'Test 1-3'],
    ["{{ ds.attrs['a b'] }}", [1.5, 'x']],
    ['{{ -1.5e3 }}', -1500],
    ["{{ 'text' }}", 'text'],
    ['{{ None }}', null],
    ['{{ True }}', true],
  ])('%s is %j', (text, expected) => {
    const found = value(text);
    if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 12);
    else expect(found).toEqual(expected);
  });

  it.each([
    [' {{ 10 }} ', ' 10 '],
    ['{{10}}{{10}}', '1010'],
    ['from {{ ds.time[0] }} to {{ ds.time[-1] }}.', 'from 2024-01-01T00:00:00 to 2024-01-03T00:00:00.'],
    ['x{{ 1.0 }}', 'x1.0'],
    [
      'x{{ 1e16 }} {{ 1e15 }} {{ 0.00001 }} {{ 0.0001 }} {{ -1.5e-7 }}',
      'x1e+16 1000000000000000.0 1e-05 0.0001 -1.5e-07',
    ],
    ['x{{ ds.holes }}', "x['nan', 2.0, 1.0, 'inf']"],
    ['x{{ True }}{{ None }}', 'xTrueNone'],
    ['x{{ ds.names }}', "x['a', None, \"it's\"]"],
  ])('%s joins to %s, as Python writes values', (text, expected) => expect(value(text)).toBe(expected));
});

describe('bounds', () => {
  const up = [floats(1, 2, 3), integers(1, 2, 3), days(0, 1, 2)];
  const down = [floats(3, 2, 1), integers(3, 2, 1), days(2, 1, 0)];
  const first = ['1', '1', '2024-01-01T00:00:00'];
  const bounds = (array: (typeof up)[number], reference: string) => {
    const scope = scopeOf({ v: array });
    const bound = (side: string) =>
      evaluateTemplate(parseTemplate('a', `{{ ${side}_bound(ds.v, '${reference}') }}`), scope);
    return [bound('lower'), bound('upper')].map(String);
  };

  it.each([0, 1, 2])('are the same for ascending and descending labels (%i)', (kind) => {
    const expected = {
      lower: [first[kind], ['4', '4', '2024-01-04T00:00:00'][kind]],
      center: [['0.5', '0.5', '2023-12-31T12:00:00'][kind], ['3.5', '3.5', '2024-01-03T12:00:00'][kind]],
      upper: [['0', '0', '2023-12-31T00:00:00'][kind], ['3', '3', '2024-01-03T00:00:00'][kind]],
    };
    for (const [reference, both] of Object.entries(expected)) {
      expect(bounds(up[kind] as (typeof up)[number], reference)).toEqual(both);
      expect(bounds(down[kind] as (typeof up)[number], reference)).toEqual(both);
    }
  });

  it('of a single label are that label', () => expect(bounds(floats(5), 'center')).toEqual(['5', '5']));
});

describe('the grammar', () => {
  it.each([
    ["{{ __import__('os').getpid() }}", 4, "'__import__' is not one of"],
    ['{{ ds.x.__class__ }}', 9, "'__class__' is not one of"],
    ['{{ ds.x.sum() }}', 9, "'sum' is not one of"],
    ['{{ ds.x + 1 }}', 9, "'+' is not expected"],
    ['{{ ds.x[0 }}', 10, "']' is missing"],
    ['{{ ds.x[1.5] }}', 9, "'1.5' is not a whole number"],
    ['{{ ds.x[::0] }}', 9, 'a step of 0'],
    ['{{ ds.x.min }}', 12, "'(' is missing"],
    ["{{ lower_bound(ds.x, 'middle') }}", 22, "'middle' is not"],
    ['{{ }}', 3, 'ends too early'],
    ['{{ ds }}', 6, 'is missing'],
    ['{{ @ }}', 4, "'@' is not part of any expression"],
    ["{{ 'a\\'b' }}", 4, 'is not part of any expression'],
    ['a {{ 1', 3, "'{{' has no '}}'"],
    [`{{ ds.x${'[0]'.repeat(60)} }}`, 155, 'more than 50 parts'],
    [`{{ ${'lower_bound('.repeat(60)}ds.x }}`, 604, 'more than 50 parts'],
  ])('%s is refused at character %i', (text, position, reason) => {
    expect(() => parseTemplate('title', text)).toThrow(
      expect.objectContaining({
        code: 'CO_EXPRESSION_INVALID',
        fields: expect.objectContaining({ position, attribute: 'title' }),
      }),
    );
    expect(() => parseTemplate('title', text)).toThrow(reason);
  });

  it.each([
    ['{{ ds.nope }}', "no variable 'nope'"],
    ['{{ ds.attrs.nope }}', "no attribute 'nope'"],
    ['{{ ds.sizes.nope }}', "no dimension 'nope'"],
    ['{{ ds.attrs.__proto__ }}', "no attribute '__proto__'"],
    ['{{ ds.n[3] }}', 'no position 3 among 3'],
    ['{{ ds.n[-4] }}', 'no position -4 among 3'],
    ['{{ ds.n[0, 0] }}', '2 indices for 1 dimensions'],
    ["{{ 'text'[0] }}", 'this is no array'],
    ['{{ ds.names.min() }}', 'texts have no min()'],
    ['{{ ds.n[3:].max() }}', 'there is no value'],
    ['{{ lower_bound(ds.grid) }}', 'bounds are those of one dimension, not of 2'],
    ['{{ lower_bound(ds.crs) }}', 'bounds are those of one dimension, not of 0'],
    ['{{ lower_bound(ds.n[3:]) }}', 'an empty array has no bounds'],
    ['{{ upper_bound(ds.names) }}', 'only numbers and times have bounds'],
  ])('%s fails when it is evaluated: %s', (text, reason) => {
    expect(() => value(text)).toThrow(reason);
    expect(() => value(text)).toThrow(expect.objectContaining({ code: 'CO_EXPRESSION_INVALID' }));
  });

  it('does not let an attribute grow without bounds', () => {
    const scope = scopeOf({ v: { kind: 'float', values: new Float64Array(100_001) } });
    expect(() => evaluateTemplate(parseTemplate('a', '{{ ds.v[:] }}'), scope)).toThrow('too many');
    expect(() => evaluateTemplate(parseTemplate('a', '{{ ds.v }}'), scope)).toThrow('too many');
    expect(evaluateTemplate(parseTemplate('a', '{{ ds.v.max() }}'), scope)).toEqual(Float64Array.of(0));
  });

  it('ends with a coded error on any text', () => {
    const pieces = [
      'ds',
      '.',
      'x',
      '[',
      ']',
      '(',
      ')',
      ':',
      ',',
      '-',
      '1',
      "'a'",
      'attrs',
      'min',
      'lower_bound',
      ' ',
      '"',
      '\\',
    ];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let n = 0; n < 3000; n++) {
      const text = `{{${Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('')}}}`;
      try {
        value(text);
      } catch (error) {
        expect(isCoded(error, 'CO_EXPRESSION_INVALID'), `${text}: ${error}`).toBe(true);
      }
    }
  });
});

describe('templates', () => {
  it('are the texts at the top level, and nothing else', () => {
    const attributes = { a: '{{ 1 }}', b: 'plain }}', c: { d: '{{ ds.x }}' }, e: ['{{ ds.x }}'], f: 5 };
    expect([...templatesIn(attributes).keys()]).toEqual(['a']);
    expect(evaluateTemplates(templatesIn(attributes), SCOPE)).toEqual({ a: 1 });
  });

  it('name what they need of the target', () => {
    const templates = templatesIn({
      a: '{{ ds.x[0] }}{{ upper_bound(ds.time.values) }}',
      b: '{{ ds.attrs.t }}{{ ds.sizes.y }}',
    });
    expect(namesIn(templates.values())).toEqual({
      arrays: new Set(['x', 'time']),
      attributes: new Set(['t']),
      dimensions: new Set(['y']),
    });
  });

  it('A11 never reads what comes out of the target as an expression', () => {
    const tricky = "{{ ds.title }} {{ __import__('os').getpid() }}";
    expect(value('{{ ds.attrs.tricky }}')).toBe(tricky);
    expect(value('a {{ ds.attrs.tricky }}')).toBe(`a ${tricky}`);
  });
});
