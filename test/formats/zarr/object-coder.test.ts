import { describe, expect, it } from 'vitest';
import { createObjectCoder, objectKey, sameEncoding } from '../../../src/formats/zarr/index.js';
import type { ZarrArray } from '../../../src/model/zarr/array.js';
import { arrayOf } from './write-cube.js';

const BLOSC = { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1 } };
const base = arrayOf({ type: 'float32', shape: [4, 4], chunks: [2, 2], dimensions: ['y', 'x'], codecs: [BLOSC] });
const zeros = new Float32Array(4);

async function isElided(
  array: Partial<ZarrArray>,
  values: Parameters<Awaited<ReturnType<typeof createObjectCoder>>['encode']>[0],
) {
  return (await createObjectCoder({ ...base, ...array })).encode(values) === undefined;
}

describe('objects that are all fill', () => {
  it('are left out bit for bit', async () => {
    expect(await isElided({ fillValue: 0 }, zeros)).toBe(true);
    expect(
      await isElided(
        { fillValue: 0 },
        zeros.map(() => -0),
      ),
    ).toBe(false);
    expect(
      await isElided(
        { fillValue: -0 },
        zeros.map(() => -0),
      ),
    ).toBe(true);
    expect(await isElided({ fillValue: -0 }, zeros)).toBe(false);
    expect(await isElided({ fillValue: 0 }, Float32Array.of(0, 0, 0, 1))).toBe(false);
    expect(await isElided({ fillValue: 0.1 }, zeros.fill(0.1).slice())).toBe(true);
    zeros.fill(0);
  });

  it('any NaN is as good as another', async () => {
    const payloads = new Float32Array(Uint32Array.of(0x7fc00000, 0xffc00001, 0x7fa00000, 0x7fc00000).buffer);
    expect(await isElided({ fillValue: Number.NaN }, payloads)).toBe(true);
    payloads[3] = 0;
    expect(await isElided({ fillValue: Number.NaN }, payloads)).toBe(false);
  });

  it('are never left out where no fill value is declared', async () => {
    expect(await isElided({ fillValue: null }, zeros)).toBe(false);
  });

  it.each([
    ['int64', 2n ** 60n, BigInt64Array.of(2n ** 60n, 2n ** 60n, 2n ** 60n, 2n ** 60n)],
    ['int16', -3, Int16Array.of(-3, -3, -3, -3)],
    ['bool', true, Int8Array.of(1, 1, 1, 1)],
    ['string', 'no', ['no', 'no', 'no', 'no']],
    ['U2', '', ['', '', '', '']],
  ] as const)('of %s too', async (type, fillValue, values) => {
    expect(await isElided({ type, fillValue, codecs: [] }, values)).toBe(true);
    const other = Array.isArray(values) ? ['a', ...values.slice(1)] : values.slice();
    if (ArrayBuffer.isView(other)) new Uint8Array(other.buffer)[0]! ^= 1;
    expect(await isElided({ type, fillValue, codecs: [] }, other as never)).toBe(false);
  });

  it('come back as fill values, zeros where none is declared', async () => {
    expect((await createObjectCoder({ ...base, fillValue: 3 })).decode(undefined)).toEqual(Float32Array.of(3, 3, 3, 3));
    expect((await createObjectCoder(base)).decode(undefined)).toEqual(new Float32Array(4));
    expect((await createObjectCoder({ ...base, type: 'string', codecs: [] })).decode(undefined)).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});

describe('shards', () => {
  const sharded = { ...base, shards: [4, 4], fillValue: 0 };
  const values = Float32Array.from({ length: 16 }, (_, index) => (index % 4 < 2 && index < 8 ? 0 : index));

  it('leave out inner chunks that are all fill', async () => {
    const coder = await createObjectCoder({ ...sharded, codecs: [] });
    const bytes = coder.encode(values);
    expect(bytes?.length).toBe(3 * 16 + 4 * 16 + 4);
    expect(coder.decode(bytes)).toEqual(values);
  });

  it.each([
    { location: 'start', checksum: true },
    { location: 'start', checksum: false },
    { location: 'end', checksum: false },
  ] as const)('have their index at the %o', async (shardIndex) => {
    const coder = await createObjectCoder({ ...sharded, shardIndex });
    expect(coder.decode(coder.encode(values))).toEqual(values);
  });

  it('hold columns-first chunks', async () => {
    const coder = await createObjectCoder({ ...sharded, order: 'F', chunks: [4, 2] });
    expect(coder.decode(coder.encode(values))).toEqual(values);
  });

  it('do not share memory between inner chunks', async () => {
    const coder = await createObjectCoder({ ...sharded, chunks: [2, 4], codecs: [] });
    const bytes = coder.encode(values) as Uint8Array;
    expect(coder.decode(bytes)).toEqual(values);
  });
});

describe('order of values', () => {
  it('is that of columns where the array says so', async () => {
    const coder = await createObjectCoder({ ...base, chunks: [2, 3], order: 'F', codecs: [], type: 'int8' });
    const values = Int8Array.of(1, 2, 3, 4, 5, 6);
    const bytes = coder.encode(values) as Uint8Array;
    expect([...bytes]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(coder.decode(bytes)).toEqual(values);
  });
});

describe('refusals', () => {
  it('of values that are no whole object', async () => {
    const coder = await createObjectCoder(base);
    expect(() => coder.encode(new Float32Array(3))).toThrow(/an object of 3 values, expected 4/);
  });

  it('of objects that are too large', async () => {
    await expect(createObjectCoder({ ...base, chunks: [2 ** 20, 2 ** 20] })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
    });
    const shards = [2 ** 14, 2 ** 14];
    await expect(createObjectCoder({ ...base, chunks: [1, 1], shards })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
    });
  });
});

describe('keys and encodings', () => {
  it.each([
    ['default', '/', [0, 12], 'a/b/c/0/12'],
    ['default', '.', [0, 12], 'a/b/c.0.12'],
    ['default', '/', [], 'a/b/c'],
    ['v2', '.', [0, 12], 'a/b/0.12'],
    ['v2', '/', [0, 12], 'a/b/0/12'],
    ['v2', '.', [], 'a/b/0'],
  ] as const)('%s %s %o is %s', (keyEncoding, separator, index, key) => {
    expect(objectKey('a/b', { keyEncoding, separator }, index)).toBe(key);
  });

  it('tells whether objects can be taken over', () => {
    expect(
      sameEncoding(base, { ...base, shape: [8, 4], keyEncoding: 'default', separator: '/', attributes: { a: 1 } }),
    ).toBe(true);
    const full = { name: 'blosc', configuration: { cname: 'lz4', shuffle: 1, clevel: 5, blocksize: 0 } };
    expect(sameEncoding(base, { ...base, codecs: [full] })).toBe(true);
    expect(sameEncoding({ ...base, fillValue: Number.NaN }, { ...base, fillValue: Number.NaN })).toBe(true);
  });

  it.each<Partial<ZarrArray>>([
    { type: 'int32' },
    { byteOrder: 'big' },
    { order: 'F' },
    { fillValue: 0 },
    { chunks: [2, 4] },
    { shards: [2, 2] },
    { codecs: [] },
    { codecs: [{ name: 'blosc', configuration: { cname: 'zstd' } }] },
  ])('and when they cannot: %o', (change) => {
    expect(sameEncoding(base, { ...base, ...change })).toBe(false);
  });

  it('tells shards with another index apart', () => {
    const sharded = { ...base, shards: [4, 4] };
    const usual = { location: 'end', checksum: true } as const;
    expect(sameEncoding(sharded, { ...sharded, shardIndex: usual })).toBe(true);
    expect(sameEncoding(sharded, { ...sharded, shardIndex: { ...usual, checksum: false } })).toBe(false);
  });
});
