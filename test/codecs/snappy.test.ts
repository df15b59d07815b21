import fc from 'fast-check';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { describe, expect, it } from 'vitest';
import { decodeSnappy } from '../../src/codecs/blosc/snappy.js';

describe('Snappy', () => {
  const few = fc.uint8Array({ maxLength: 3000, max: 3 });
  const many = fc.uint8Array({ maxLength: 3000 });

  it('gives back what another program encoded', () => {
    fc.assert(
      fc.property(fc.oneof(few, many, fc.constant(new Uint8Array(100_000))), (bytes) => {
        const decoded = decodeSnappy(new Uint8Array(snappyCompress(bytes)), bytes.length);
        expect(Buffer.compare(decoded, bytes)).toBe(0);
      }),
    );
  });

  it.each([
    ['nothing', []],
    ['a length without end', [255, 255, 255, 255, 255, 255]],
    ['another length', [2, 4, 7, 7]],
    ['literals that overrun', [4, 12, 7]],
    ['more than its length', [4, 20, 1, 2, 3, 4, 5, 6]],
    ['less than its length', [4, 0, 1]],
    ['a match before the beginning', [4, 0, 1, 10, 9, 0]],
    ['an instruction cut short', [4, 0, 1, 2]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeSnappy(Uint8Array.from(bytes), 4)).toThrow();
  });
});
