import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/codecs/index.js';
import { itemsOf } from './golden.js';

const UNSPLIT = 0x10;

/** A Blosc frame of zeros after the header. */
function frameOf(header: {
  length: number;
  flags?: number;
  itemSize?: number;
  blockSize?: number;
  version?: number;
}): Uint8Array {
  const { length, flags = 0x31, itemSize = 4, blockSize = length, version = 2 } = header;
  const frame = Buffer.alloc(1000);
  frame.set([version, 1, flags, itemSize]);
  frame.writeUInt32LE(length, 4);
  frame.writeUInt32LE(blockSize, 8);
  frame.writeUInt32LE(frame.length, 12);
  return new Uint8Array(frame);
}

describe('a Blosc frame', () => {
  it.each([
    [{ length: 2 ** 31 }, '2147483648 bytes are more than 1073741824'],
    [{ length: 2 ** 29, blockSize: 1 }, '1000 bytes cannot hold 536870912 blocks'],
    [{ length: 100, blockSize: 0 }, 'blocks of 0 bytes cannot make up 100'],
    [{ length: 100, blockSize: 101 }, 'blocks of 101 bytes cannot make up 100'],
    [{ length: 100, itemSize: 0 }, 'items without bytes'],
    [{ length: 100, flags: 0x33 }, '1000 bytes cannot hold 100 as they are'],
    [{ length: 100, flags: 0xf1 }, 'the format 7 of its blocks is not known'],
    [{ length: 100, flags: 0x39 }, 'its delta filter is not known'],
    [{ length: 100, version: 5 }, 'version 5 of its frames is not known'],
  ])('with %o is refused', async (header, message) => {
    const codec = await createCodec({ name: 'blosc', configuration: {} }, itemsOf(4));
    const decoding = () => codec.decode(frameOf(header), undefined);
    expect(decoding).toThrow(
      expect.objectContaining({ code: 'CO_CODEC_DATA', message: expect.stringContaining(message) }),
    );
  });

  it('of items longer than 16 bytes is never split, whatever its flags say', async () => {
    const codec = await createCodec({ name: 'blosc', configuration: {} }, itemsOf(20));
    const content = new Uint8Array(8000).map((_, at) => at / 100);
    const frame = codec.encode(content);
    frame[2] = (frame[2] as number) & ~UNSPLIT;
    expect(codec.decode(frame, content.length)).toEqual(content);
  });

  it('is the caller’s to keep', async () => {
    const codec = await createCodec({ name: 'blosc', configuration: {} }, itemsOf(4));
    const [first, second] = [new Uint8Array(4000).fill(1), new Uint8Array(4000).fill(2)];
    const [one, two] = [codec.encode(first), codec.encode(second)];
    const decoded = codec.decode(one, 4000);
    expect(codec.decode(two, 4000)).toEqual(second);
    expect(decoded).toEqual(first);
    expect(one.buffer.byteLength).toBe(one.length);
  });
});
