import { describe, expect, it } from 'vitest';
import { bytesOfValues, createCodec, valuesOfBytes } from '../../src/codecs/index.js';
import { allocate, isNumeric, type StoredArray } from '../../src/model/data-type.js';
import type { ZarrType } from '../../src/model/zarr/array.js';
import { bytesOf, golden, itemsOf } from './golden.js';

describe('what numcodecs encoded', () => {
  it.each(golden.bytes)('$name $configuration gives back $content', async ({ name, configuration, ...chunk }) => {
    const codec = await createCodec({ name, configuration: withoutChecksum(configuration) }, itemsOf(chunk.itemSize));
    const content = bytesOf(golden.contents[chunk.content] as string);
    expect(codec.decode(bytesOf(chunk.encoded), content.length)).toEqual(content);
    expect(codec.decode(bytesOf(chunk.encoded), undefined)).toEqual(content);
  });

  it.each(golden.filters)('$name $configuration has the same numbers', async ({ name, configuration, ...chunk }) => {
    const codec = await createCodec({ name, configuration }, itemsOf(1));
    expect(codec.encode(bytesOf(chunk.original))).toEqual(bytesOf(chunk.encoded));
    expect(codec.decode(bytesOf(chunk.encoded), bytesOf(chunk.decoded).length)).toEqual(bytesOf(chunk.decoded));
  });

  it.each(golden.values)('holds $values as $type, $byteOrder-endian', ({ type, byteOrder, values, encoded }) => {
    const stored = storedAs(type, values);
    expect(bytesOfValues(stored, type, byteOrder)).toEqual(bytesOf(encoded));
    expect(valuesOfBytes(bytesOf(encoded), type, byteOrder)).toEqual(stored);
  });
});

/** Before Node 22.15 checksums of frames can be read, but not written. */
function withoutChecksum({ checksum: _, ...settings }: Record<string, unknown>): Record<string, unknown> {
  return settings;
}

function storedAs(type: ZarrType, values: readonly (string | number)[]): StoredArray {
  if (type === 'bool') return Int8Array.from(values as number[]);
  if (!isNumeric(type)) return values as string[];
  const stored = allocate(type, values.length);
  values.forEach((value, index) => {
    stored[index] = stored instanceof BigInt64Array || stored instanceof BigUint64Array ? BigInt(value) : Number(value);
  });
  return stored;
}
