import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, type CodecElement, type CodecUse, type Pair, unsupported } from './codec.js';
import { createCodec } from './create-codec.js';
import { numberTypeSetting } from './number-type.js';
import { decodedMemory } from './spare-memory.js';
import { itemSizeOf } from './values/item-size.js';

/** A codec of a chain, with what is known of what it makes. */
interface Link {
  readonly name: string;
  readonly codec: BytesCodec;
  /** Length of what it makes from so many bytes; `undefined` where that depends on the bytes. */
  encodedLength(decodedLength: number): number | undefined;
}

const BYTES: CodecElement = { type: 'uint8', itemSize: 1, byteOrder: 'little' };

/**
 * All of an array's codecs as one: `encode` applies them in their order, `decode` backwards, each bounded by the length that the ones
 * before it take. Each codec is told what the one before leaves: after `fixedscaleoffset` to `<i2`, blosc shuffles items of two bytes.
 *
 * @throws CO_CODEC_UNSUPPORTED for a codec or setting that is not known, or does not fit the type of what it is given
 */
export async function createCodecChain(
  specs: readonly CodecSpec[],
  element: CodecElement,
  use: CodecUse = 'both',
): Promise<BytesCodec> {
  const links: Link[] = [];
  let current = element;
  for (const spec of specs) {
    const given = current;
    current = elementAfter(spec, given);
    links.push({
      name: spec.name,
      codec: await createCodec(spec, given, use),
      encodedLength: encodedLengthOf(spec, given, current),
    });
  }
  return {
    encode: (bytes) => encode(links, bytes),
    decode: (bytes, decodedLength) => decode(links, bytes, decodedLength),
    ...(isPairable(links) && { decodePair: (both, decodedLength) => decodePair(links, both, decodedLength) }),
  };
}

function encode(links: readonly Link[], bytes: Uint8Array): Uint8Array {
  return links.reduce((encoded, { codec }) => codec.encode(encoded), bytes);
}

function decode(links: readonly Link[], bytes: Uint8Array, decodedLength: number | undefined): Uint8Array {
  const lengths = lengthsOf(links, decodedLength);
  let decoded = bytes;
  for (const [index, { codec }] of [...links.entries()].toReversed())
    decoded = next(bytes, decoded, codec.decode(decoded, lengths[index]));
  return decoded;
}

/** Whether what the last codec decodes in pairs may stay where it is while the others decode it: the shuffle leaves the other one alone. */
function isPairable(links: readonly Link[]): boolean {
  const last = links.at(-1);
  return (
    last?.codec.decodePair !== undefined && links.slice(0, -1).every(({ name }, at) => at === 0 && name === 'shuffle')
  );
}

function decodePair(links: readonly Link[], both: Pair, decodedLength: number | undefined): Pair | undefined {
  const length = lengthsOf(links, decodedLength)[links.length - 1];
  const [one, other] = links.at(-1)?.codec.decodePair?.(both, length) ?? [];
  const rest = links.slice(0, -1);
  return one && other && [decodeOwn(rest, one, decodedLength), decodeOwn(rest, other, decodedLength)];
}

/** Decodes what lies in a codec's memory, to memory of its own. */
function decodeOwn(links: readonly Link[], bytes: Uint8Array, decodedLength: number | undefined): Uint8Array {
  const decoded = decode(links, bytes, decodedLength);
  if (decoded.buffer !== bytes.buffer) return decoded;
  const own = decodedMemory.take(decoded.length);
  own.set(decoded);
  return own;
}

/** What a codec made; the memory of what it was given, which came from the one before, is free. */
function next(first: Uint8Array, given: Uint8Array, made: Uint8Array): Uint8Array {
  if (given.buffer !== first.buffer && given.buffer !== made.buffer) decodedMemory.adopt(given);
  return made;
}

/** Length of what each codec is given to encode, and of what the last one makes, where known. */
function lengthsOf(links: readonly Link[], decodedLength: number | undefined): (number | undefined)[] {
  const lengths = [decodedLength];
  for (const { encodedLength } of links) {
    const before = lengths.at(-1);
    lengths.push(before === undefined ? undefined : encodedLength(before));
  }
  return lengths;
}

/** What a codec leaves to the next one. */
function elementAfter(spec: CodecSpec, given: CodecElement): CodecElement {
  if (spec.name !== 'delta' && spec.name !== 'fixedscaleoffset') return BYTES;
  const plain = numberTypeSetting(spec, 'dtype');
  if (plain.type !== given.type)
    throw unsupported(spec.name, `its 'dtype' is '${plain.type}', but it is given '${given.type}'`);
  const stored = numberTypeSetting(spec, 'astype', plain);
  return { ...stored, itemSize: itemSizeOf(stored.type) };
}

function encodedLengthOf({ name }: CodecSpec, given: CodecElement, after: CodecElement): Link['encodedLength'] {
  if (name === 'delta' || name === 'fixedscaleoffset') return (length) => (length / given.itemSize) * after.itemSize;
  if (name === 'shuffle') return (length) => length;
  return name === 'crc32c' ? (length) => length + 4 : () => undefined;
}
