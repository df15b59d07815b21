import { describe, expect, it } from 'vitest';
import { groupAttributes } from '../../../src/append/config/index.js';

const target = { title: 'Test 1-3', a: 1 };
const slice = { title: 'Test 4-6', b: { c: 1 } };

describe('global attributes', () => {
  it.each([
    ['keep', slice, target],
    ['replace', slice, slice],
    ['update', slice, { title: 'Test 4-6', a: 1, b: { c: 1 } }],
    ['ignore', {}, {}],
  ] as const)('%s', (mode, created, appended) => {
    expect(groupAttributes(mode, { target: undefined, slice, config: {} })).toEqual(created);
    expect(groupAttributes(mode, { target, slice, config: {} })).toEqual(appended);
    const config = { title: 'T', x: null };
    expect(groupAttributes(mode, { target: undefined, slice, config })).toEqual({ ...created, ...config });
    expect(groupAttributes(mode, { target, slice, config })).toEqual({ ...appended, ...config });
  });

  it('are merged in depth with those of the config where they are new, else replaced', () => {
    const config = { b: { d: 2 } };
    expect(groupAttributes('keep', { target: undefined, slice, config })).toMatchObject({ b: { c: 1, d: 2 } });
    expect(groupAttributes('replace', { target, slice, config })).toMatchObject(config);
  });

  it('leave what they are made of as it is', () => {
    const before = structuredClone([target, slice]);
    groupAttributes('update', { target, slice, config: { b: 1 } });
    expect([target, slice]).toEqual(before);
  });

  it('A11 of a slice stay text, whatever they look like', () => {
    const tricky = { title: "{{ __import__('os').getpid() }}" };
    expect(groupAttributes('update', { target, slice: tricky, config: {} })).toMatchObject(tricky);
  });
});
