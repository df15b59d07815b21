/**
 * Spatial partitions: the cell that holds a position, as hexadecimal WKB.
 *
 * @module
 */
import type { CodedColumn } from '../table/column.js';

/**
 * How positions are gathered into cells of `resolution` degrees.
 *
 * `aodn`: the cells of existing AODN datasets. Centres lie at multiples of the resolution, found by truncation towards
 * zero, and a cell reaches one resolution to each side: cells are twice as wide as the resolution and overlap.
 * `grid`: cells of one resolution that do not overlap; the last one includes 90° N or 180° E.
 */
export type CellRule = 'aodn' | 'grid';

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The cell that holds a position in degrees. */
export function cellOf(longitude: number, latitude: number, resolution: number, rule: CellRule = 'aodn'): Box {
  const [west, east] = bounds(longitude, resolution, rule, 180);
  const [south, north] = bounds(latitude, resolution, rule, 90);
  return { west, south, east, north };
}

function bounds(value: number, resolution: number, rule: CellRule, limit: number): [number, number] {
  if (rule === 'aodn') {
    const centre = Math.trunc(value / resolution) * resolution;
    return [centre - resolution, centre + resolution];
  }
  const last = Math.ceil(limit / resolution) - 1;
  const index = Math.min(Math.floor(value / resolution), last);
  return [index * resolution, (index + 1) * resolution];
}

/**
 * A polygon's ring from its south-west corner eastwards, as little-endian WKB in upper-case hexadecimal (186 digits): OGC
 * Simple Features, byte order 1, type 3, one ring of five points.
 */
export function cellToWkbHex({ west, south, east, north }: Box): string {
  const bytes = Buffer.alloc(93);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(3, 1);
  bytes.writeUInt32LE(1, 5);
  bytes.writeUInt32LE(5, 9);
  const ring = [west, south, east, south, east, north, west, north, west, south];
  for (const [i, value] of ring.entries()) bytes.writeDoubleLE(value + 0, 13 + i * 8);
  return bytes.toString('hex').toUpperCase();
}

/** The cell of each position as a column of WKB texts. Every position must be a number. */
export function polygonColumn(
  longitudes: ArrayLike<number>,
  latitudes: ArrayLike<number>,
  resolution: number,
  rule: CellRule = 'aodn',
): CodedColumn {
  const codes = new Int32Array(longitudes.length);
  const categories: string[] = [];
  const known = new Map<string, number>();
  const cell = { longitude: Number.NaN, latitude: Number.NaN, code: -1 };
  for (let row = 0; row < codes.length; row++) {
    const longitude = longitudes[row] as number;
    const latitude = latitudes[row] as number;
    if (longitude !== cell.longitude || latitude !== cell.latitude)
      Object.assign(cell, { longitude, latitude, code: codeOf(cellOf(longitude, latitude, resolution, rule)) });
    codes[row] = cell.code;
  }
  return { type: 'string', categories, codes };

  function codeOf(box: Box): number {
    const key = `${box.west},${box.south}`;
    const code = known.get(key);
    if (code !== undefined) return code;
    known.set(key, categories.length);
    return categories.push(cellToWkbHex(box)) - 1;
  }
}
