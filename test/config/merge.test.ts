import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/config/json.js';
import { mergeConfigs } from '../../src/config/merge.js';

describe('mergeConfigs', () => {
  it('lets the child win, key by key', () => {
    const parent = { a: 1, b: { c: 1, d: 2 }, e: 'kept' };
    expect(mergeConfigs(parent, { a: 2, b: { d: 3 } })).toEqual({ a: 2, b: { c: 1, d: 3 }, e: 'kept' });
  });

  it('replaces lists and scalars, and takes null as a value', () => {
    const parent = { list: [1, 2], block: { a: 1 }, text: 'x' };
    expect(mergeConfigs(parent, { list: [3], block: null, text: [] })).toEqual({ list: [3], block: null, text: [] });
  });

  it('replaces a scalar by an object', () => {
    expect(mergeConfigs({ a: 1 }, { a: { b: 2 } })).toEqual({ a: { b: 2 } });
  });

  it('replaces a schema as a whole', () => {
    expect(mergeConfigs({ schema: { A: { type: 'int32' } } }, { schema: { B: { type: 'float' } } })).toEqual({
      schema: { B: { type: 'float' } },
    });
  });

  it('replaces a schema at any depth', () => {
    const parent = { add_variables: { x: { source: '@filename', schema: { type: 'string', units: '1' } } } };
    const child = { add_variables: { x: { schema: { type: 'int32' } } } };
    expect(mergeConfigs(parent, child)).toEqual({
      add_variables: { x: { source: '@filename', schema: { type: 'int32' } } },
    });
  });

  it('keeps the schema when that of the child is empty', () => {
    const parent = { schema: { A: { type: 'int32' } } };
    expect(mergeConfigs(parent, { schema: {} })).toEqual(parent);
  });

  it('keeps the order of the parent, and puts new keys behind', () => {
    expect(Object.keys(mergeConfigs({ b: 1, a: 2 }, { c: 3, a: 4 }))).toEqual(['b', 'a', 'c']);
  });

  const documents = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
  const safe = documents.filter((document) => !JSON.stringify(document).includes('__proto__'));

  it('gives the parent for an empty child, and the child for an empty parent', () => {
    fc.assert(
      fc.property(safe, (document) => {
        expect(mergeConfigs(document, {})).toEqual(document);
        expect(mergeConfigs({}, document)).toEqual(document);
        expect(mergeConfigs(document, document)).toEqual(document);
      }),
    );
  });

  it('changes neither of its arguments', () => {
    fc.assert(
      fc.property(safe, safe, (parent, child) => {
        const before = JSON.stringify([parent, child]);
        mergeConfigs(parent, child);
        expect(JSON.stringify([parent, child])).toBe(before);
      }),
    );
  });

  it('has the keys of both, and nothing of the parent where the child has no object', () => {
    fc.assert(
      fc.property(safe, safe, (parent, child) => {
        const merged = mergeConfigs(parent, child);
        expect(new Set(Object.keys(merged))).toEqual(new Set([...Object.keys(parent), ...Object.keys(child)]));
        for (const [key, value] of Object.entries(child)) {
          if (typeof value !== 'object' || value === null || Array.isArray(value)) expect(merged[key]).toBe(value);
        }
      }),
    );
  });
});
