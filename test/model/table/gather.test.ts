import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, type NumericType } from '../../../src/model/data-type.js';
import { gather } from '../../../src/model/table/gather.js';

const TYPES: NumericType[] = ['int8', 'uint16', 'int32', 'uint64', 'float32', 'float64', 'int64'];

/** Positions in runs of neighbours, of repeats, and alone. */
const runs = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 30 }), fc.constantFrom(0, 1)), { maxLength: 12 });

describe('gather', () => {
  it('takes the same elements as one by one, for every type and every kind of run', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), runs, (type, stretches) => {
        const from = allocate(type, 100);
        for (let i = 0; i < 100; i++) from[i] = (typeof from[0] === 'bigint' ? BigInt(i * 7) : i * 1.5) as never;
        const rows = Uint32Array.from(
          stretches.flatMap(([start, count, step]) => Array.from({ length: count }, (_, i) => start + i * step)),
        );
        const taken = gather(from, rows, allocate(type, rows.length));
        expect([...taken]).toEqual(Array.from(rows, (row) => from[row]));
      }),
    );
  });

  it('keeps the bits of a signalling not-a-number', () => {
    const from = new Float64Array(new BigUint64Array([0x7ff0000000000001n, 0n, 1n]).buffer);
    const taken = gather(from, Uint32Array.of(2, 0, 1), new Float64Array(3));
    expect(new BigUint64Array(taken.buffer)[1]).toBe(0x7ff0000000000001n);
  });
});
