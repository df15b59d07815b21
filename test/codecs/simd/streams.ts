import { constants, deflateSync, type ZlibOptions } from 'node:zlib';

/** Contents of all kinds, `length` bytes of each. */
export const CONTENTS: Record<string, (length: number) => Uint8Array> = {
  random: (length) => Uint8Array.from({ length }, random(length)),
  runs: (length) => Uint8Array.from({ length }, (_, i) => (i / 700) ** 2 % 251),
  nearRepeats: (length) => Uint8Array.from({ length }, (_, i) => (i % 4001 < 7 ? i % 251 : i % ((i >> 12) + 1))),
  text: (length) => new Uint8Array(Buffer.from(words(length).slice(0, length))),
  shuffledFloats: (length) => {
    const count = Math.ceil(length / 4);
    const next = random(7);
    const bytes = new Uint8Array(
      Float32Array.from({ length: count }, (_, i) => Math.sin(i / 99) + next() / 1e5).buffer,
    );
    return Uint8Array.from({ length }, (_, i) => bytes[4 * (i % count) + Math.floor(i / count)] ?? 0);
  },
};

/** All the ways in which zlib compresses. */
export const WAYS: ZlibOptions[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ level })),
  ...[constants.Z_FILTERED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED].map((strategy) => ({
    strategy,
  })),
  ...[1, 3, 9].map((memLevel) => ({ memLevel })),
  ...[9, 11, 14].map((windowBits) => ({ windowBits })),
];

/** Pieces that end in blocks of their own, each way of ending once. */
export function flushed(content: Uint8Array): Uint8Array {
  const flushes = [constants.Z_FULL_FLUSH, constants.Z_SYNC_FLUSH, constants.Z_PARTIAL_FLUSH, constants.Z_BLOCK];
  const step = Math.ceil(content.length / 9);
  const pieces: Buffer[] = [];
  const adler = deflateSync(content).subarray(-4);
  for (let i = 0; i * step < content.length; i++) {
    const piece = content.subarray(i * step, (i + 1) * step);
    const isLast = (i + 1) * step >= content.length;
    const finishFlush = isLast ? constants.Z_FINISH : (flushes[i % 2] as number);
    const encoded = deflateSync(piece, { finishFlush, level: 1 + (i % 9) });
    pieces.push(encoded.subarray(i === 0 ? 0 : 2, isLast ? -4 : undefined));
  }
  return Buffer.concat([...pieces, adler]);
}

/** A generator of bytes: the same ones for the same seed. */
export function random(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
}

function words(length: number): string {
  const next = random(3);
  let text = '';
  while (text.length < length)
    text += `${['sea', 'surface', 'temperature', 'of', 'the', '12.5', 'north'][next() % 7]} `;
  return text;
}
