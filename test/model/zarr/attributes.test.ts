import { describe, expect, it } from 'vitest';
import { attributesFromJson, attributesToJson } from '../../../src/model/zarr/attributes.js';

describe('attributes between JSON and the hub', () => {
  it.each([
    ['text', 'K', 'K'],
    ['several texts', ['a', 'b'], ['a', 'b']],
    ['an integer', 3, Int32Array.of(3)],
    ['an integer beyond 32 bits', 2 ** 40, BigInt64Array.of(2n ** 40n)],
    ['an integer beyond 2^53', 2n ** 60n + 1n, BigInt64Array.of(2n ** 60n + 1n)],
    ['an integer beyond int64', 2n ** 64n - 1n, BigUint64Array.of(2n ** 64n - 1n)],
    ['a float', 0.5, Float64Array.of(0.5)],
    ['a float without a fraction', Float64Array.of(1), Float64Array.of(1)],
    ['floats', [0.5, Float64Array.of(2)], Float64Array.of(0.5, 2)],
    ['integers', [-1, 2], Int32Array.of(-1, 2)],
  ])('%s comes back as it was', (_what, json, hub) => {
    const attributes = attributesFromJson({ a: json });
    expect(attributes.get('a')).toEqual(hub);
    expect(attributesToJson(attributes)).toEqual({ a: json });
  });

  it.each([
    ['a truth value', true, Int8Array.of(1)],
    ['an object', { b: [1, Float64Array.of(2)] }, '{"b":[1,2]}'],
    ['a mixed list', [1, 'a'], '[1,"a"]'],
    ['nothing', null, 'null'],
    ['integers and floats', [1, 0.5], Float64Array.of(1, 0.5)],
    ['what is not finite', Number.NaN, Float64Array.of(Number.NaN)],
  ])('%s has a shape in the hub', (_what, json, hub) => {
    expect(attributesFromJson({ a: json }).get('a')).toEqual(hub);
  });

  it('tells numbers that are not finite as text, since JSON has none', () => {
    const attributes = new Map([['range', Float32Array.of(Number.NEGATIVE_INFINITY, Number.NaN, 1)]]);
    expect(attributesToJson(attributes)).toEqual({ range: ['-Infinity', 'NaN', Float64Array.of(1)] });
  });

  it('tells a float32 as the double that it is', () => {
    expect(attributesToJson(new Map([['scale', Float32Array.of(0.1)]]))).toEqual({ scale: Math.fround(0.1) });
  });
});
