import { type CodecElement, createCodec } from '../../src/codecs/index.js';
import type { CodecSpec } from '../../src/model/zarr/array.js';
import { itemsOf } from './golden.js';

/** A chunk that we encoded, and what it holds. */
export interface OwnChunk {
  readonly title: string;
  readonly spec: CodecSpec;
  readonly content: Uint8Array;
  readonly encoded: Uint8Array;
}

const SPECS: readonly CodecSpec[] = [
  ...['lz4', 'lz4hc', 'blosclz', 'zlib', 'zstd'].flatMap((cname) =>
    [0, 1, 2].map((shuffle) => ({ name: 'blosc', configuration: { cname, clevel: 5, shuffle, blocksize: 0 } })),
  ),
  { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 4096 } },
  ...[1, 2].map((shuffle) => ({
    name: 'blosc',
    configuration: { cname: 'lz4', clevel: 5, shuffle, blocksize: 2 ** 20 },
  })),
  { name: 'blosc', configuration: { cname: 'lz4', clevel: 0, shuffle: 1, blocksize: 0 } },
  { name: 'zstd', configuration: { level: 0 } },
  { name: 'zstd', configuration: { level: -7 } },
  { name: 'gzip', configuration: { level: 6 } },
  { name: 'zlib', configuration: { level: 6 } },
  { name: 'lz4', configuration: { acceleration: 1 } },
];

/** Chunks of every codec, of items of many sizes; each larger than one block of ours, and not a whole number of them. */
export async function ownChunks(): Promise<OwnChunk[]> {
  const chunks: OwnChunk[] = [];
  for (const spec of SPECS) {
    for (const itemSize of [1, 2, 3, 4, 8, 16, 20]) chunks.push(...(await chunksOf(spec, itemsOf(itemSize))));
  }
  return chunks;
}

async function chunksOf(spec: CodecSpec, element: CodecElement): Promise<OwnChunk[]> {
  const codec = await createCodec(spec, element);
  const { itemSize } = element;
  const counts = itemSize === 4 ? [1, 150_008] : [1, 1001];
  const contents = counts.map((count) => walk(count * itemSize, itemSize));
  if (itemSize === 4) contents.push(noise(4000));
  return contents.map((content) => {
    const title = `${JSON.stringify(spec)}, ${content.length} bytes, ${itemSize} each`;
    return { title, spec, content, encoded: codec.encode(content) };
  });
}

/** Each item a little above the one before. */
function walk(length: number, itemSize: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at % itemSize === 0 ? (at / itemSize) * 3 : at / itemSize / 64));
}

function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
