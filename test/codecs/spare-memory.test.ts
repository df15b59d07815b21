import { describe, expect, it } from 'vitest';
import { SpareMemory } from '../../src/codecs/spare-memory.js';

const LENGTH = 100_000;

describe('spare memory', () => {
  it('lends again what was given back, for as many bytes or fewer', () => {
    const memory = new SpareMemory();
    const first = memory.take(LENGTH);
    expect(memory.take(LENGTH).buffer).not.toBe(first.buffer);
    memory.give(first);
    const again = memory.take(LENGTH - 1000);
    expect([again.buffer === first.buffer, again.length]).toEqual([true, LENGTH - 1000]);
  });

  it('never lends the same memory twice', () => {
    const memory = new SpareMemory();
    const first = memory.take(LENGTH);
    memory.give(first);
    memory.give(first);
    expect(memory.take(LENGTH).buffer).not.toBe(memory.take(LENGTH).buffer);
  });

  it('leaves memory from elsewhere alone, unless it is handed over', () => {
    const memory = new SpareMemory();
    const elsewhere = new Uint8Array(LENGTH);
    memory.give(elsewhere);
    expect(memory.take(LENGTH).buffer).not.toBe(elsewhere.buffer);
    memory.adopt(elsewhere);
    expect(memory.take(LENGTH).buffer).toBe(elsewhere.buffer);
  });

  it('takes over neither a part of a larger piece nor what is small', () => {
    const memory = new SpareMemory();
    const whole = new Uint8Array(2 * LENGTH);
    memory.adopt(whole.subarray(LENGTH));
    expect(memory.take(2 * LENGTH).buffer).not.toBe(whole.buffer);
    const small = new Uint8Array(1000);
    memory.adopt(small);
    expect(memory.take(1000).buffer).not.toBe(small.buffer);
  });

  it('frees at once what is more than it keeps', () => {
    const memory = new SpareMemory();
    const given = Array.from({ length: 20 }, () => new Uint8Array(LENGTH));
    const before = process.memoryUsage().arrayBuffers;
    for (const bytes of given) memory.adopt(bytes);
    const freed = given.filter(({ length }) => length === 0).length;
    expect(freed).toBeGreaterThan(5);
    expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThanOrEqual(freed * LENGTH);
  });
});
