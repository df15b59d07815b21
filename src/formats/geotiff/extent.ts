import type { GeoTIFFImage } from 'geotiff';
import { CloudOptimisedError } from '../../errors/index.js';

/** @throws CO_FILE_TRUNCATED where a tile or strip lies beyond the end of the file: the library would give zeros for some */
export async function checkExtent({ fileDirectory }: GeoTIFFImage, uri: string, size: number): Promise<void> {
  const [at, lengths] = fileDirectory.hasTag('TileOffsets') ? TILES : STRIPS;
  const offsets = numbersOf(await fileDirectory.loadValue(at));
  const counts = numbersOf(await fileDirectory.loadValue(lengths));
  const wanted = offsets.reduce((end, offset, i) => Math.max(end, offset + (counts[i] ?? 0)), 0);
  if (wanted > size) throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri, wanted, size });
}

const TILES = ['TileOffsets', 'TileByteCounts'] as const;
const STRIPS = ['StripOffsets', 'StripByteCounts'] as const;

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  return Array.from((value ?? []) as ArrayLike<number | bigint>, Number);
}
