import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/formats/zarr/json-parser.js';
import { writeJson } from '../../../src/formats/zarr/json-writer.js';

describe('the JSON of documents', () => {
  it.each([
    '{"a":1,"b":1.0,"c":-0.0,"d":1.5e-7,"e":[true,false,null],"f":"é\\n\\u0000"}',
    '{"fill":18446744073709551615,"low":-9223372036854775808,"safe":9007199254740991}',
    '{"large":1e+300,"whole":100000000000000000000.0}',
    '{"__proto__":{"a":1},"":[[],{}]}',
  ])('%s comes back letter by letter', (text) => {
    expect(writeJson(parseJson(text))).toBe(text);
  });

  it('tells floats from integers', () => {
    expect(parseJson('[1, 1.0, 1e2, 0.5, -0, 9007199254740993]')).toEqual([
      1,
      Float64Array.of(1),
      Float64Array.of(100),
      0.5,
      0,
      9007199254740993n,
    ]);
  });

  it("reads Python's NaN and Infinity, and writes them as text", () => {
    const value = parseJson('[NaN, Infinity, -Infinity]');
    expect(value).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(writeJson(value)).toBe('["NaN","Infinity","-Infinity"]');
    expect(writeJson(Float64Array.of(Number.NaN))).toBe('"NaN"');
  });

  it('leaves out what is undefined, and keeps the order of a Map', () => {
    const value = new Map<string, unknown>([
      ['b', 1],
      ['1', undefined],
      ['0', [2n ** 64n]],
    ]);
    expect(writeJson(value)).toBe('{"b":1,"0":[18446744073709551616]}');
  });

  it.each([
    ['', /no value at character 0/],
    ['{', /no text/],
    ['{"a" 1}', /no ':'/],
    ['[1,]', /no value/],
    ['[1 2]', /no ']'/],
    ['"a', /no text/],
    ['"\n"', /control character|Bad control/],
    ['01', /more after the end/],
    ['nul', /no value/],
    ['{} x', /more after the end/],
    ['['.repeat(100_000), /nesting deeper than 64/],
    ['{"a":'.repeat(100_000), /nesting deeper than 64/],
  ])('refuses %.20s', (text, reason) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(reason);
  });

  it('reads texts of megabytes', () => {
    const text = 'x"\\'.repeat(1_000_000);
    expect(parseJson(JSON.stringify([text]))).toEqual([text]);
  });

  it('does not choke on numbers of a million digits', () => {
    expect(parseJson('9'.repeat(1_000_000))).toBe(Number.POSITIVE_INFINITY);
  });
});
