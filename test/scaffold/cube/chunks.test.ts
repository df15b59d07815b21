import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, proposeChunks } from '../../../src/scaffold/cube/chunks.js';

function shape(lengths: Record<string, number>, valueBytes: number) {
  return { append: 'time', fixed: new Map(Object.entries(lengths)), valueBytes };
}

describe('chunks of a grid', () => {
  it.each([
    ['a small grid is kept whole', { i: 60, j: 59 }, 4, { time: 256, i: 60, j: 59 }, undefined],
    ['a regional one too', { lat: 351, lon: 641 }, 2, { time: 8, lat: 351, lon: 641 }, undefined],
    [
      'a global one is cut',
      { lat: 720, lon: 1440 },
      4,
      { time: 8, lat: 240, lon: 360 },
      { time: 8, lat: 720, lon: 1440 },
    ],
    ['a tiny one has at most 512 steps', { x: 2, y: 2 }, 1, { time: 512, x: 2, y: 2 }, undefined],
  ] as const)('%s', (_what, lengths, bytes, chunks, shards) => {
    const proposal = proposeChunks(shape(lengths, bytes));
    expect(Object.fromEntries(proposal.chunks)).toEqual(chunks);
    expect(proposal.shards && Object.fromEntries(proposal.shards)).toEqual(shards);
  });

  it.each([
    [{ lat: 4500, lon: 6000 }, 4],
    [{ lat: 18000, lon: 36000 }, 2],
    [{ depth: 50, lat: 1000, lon: 1000 }, 8],
  ])('%j: chunks of 1 to 4 MB, in shards of whole chunks up to 64 MB', (lengths, bytes) => {
    const { chunks, shards } = proposeChunks(shape(lengths as Record<string, number>, bytes));
    const size = (of: ReadonlyMap<string, number>) =>
      [...of.values()].reduce((product, length) => product * length, bytes);
    expect(size(chunks)).toBeLessThanOrEqual(CHUNK_BYTES * 1.01);
    expect(size(chunks)).toBeGreaterThan(CHUNK_BYTES / 4);
    expect(size(shards as Map<string, number>)).toBeLessThanOrEqual(64e6);
    for (const [name, length] of shards ?? []) expect(length % (chunks.get(name) ?? 0), name).toBe(0);
  });
});
