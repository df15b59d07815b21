import type { Compressors } from 'hyparquet';

type Decompress = (bytes: Uint8Array, length: number) => Uint8Array;

/** What takes pages of these codecs apart, by name; each is loaded when it is first needed. */
export async function compressorsFor(codecs: ReadonlySet<string>): Promise<Compressors> {
  const found: Record<string, Decompress> = {};
  if (codecs.has('SNAPPY')) found.SNAPPY = await snappy();
  if (codecs.has('GZIP')) found.GZIP = await gzip();
  if (codecs.has('BROTLI')) found.BROTLI = await brotli();
  if (codecs.has('ZSTD')) found.ZSTD = await zstd();
  if (codecs.has('LZ4_RAW')) found.LZ4_RAW = await lz4();
  return found as Compressors;
}

async function snappy(): Promise<Decompress> {
  const { decodeSnappy } = await import('../../codecs/blosc/snappy.js');
  return decodeSnappy;
}

async function gzip(): Promise<Decompress> {
  const { gunzipSync } = await import('node:zlib');
  return (bytes) => gunzipSync(bytes);
}

async function brotli(): Promise<Decompress> {
  const { brotliDecompressSync } = await import('node:zlib');
  return (bytes) => brotliDecompressSync(bytes);
}

async function zstd(): Promise<Decompress> {
  const { loadZstd } = await import('../../codecs/zstd/engine.js');
  const engine = await loadZstd();
  return (bytes, length) => engine.decompress(bytes, length);
}

/** lz4-napi wants the decoded length in front of a block. */
async function lz4(): Promise<Decompress> {
  const { uncompress } = await import('../../codecs/lz4.js');
  return (bytes, length) => {
    const block = Buffer.allocUnsafe(bytes.length + 4);
    block.writeUInt32LE(length);
    block.set(bytes, 4);
    return uncompress('LZ4_RAW', block);
  };
}
