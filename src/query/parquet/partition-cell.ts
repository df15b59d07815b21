import type { Box } from '../../contracts/published-dataset.js';
import type { CellRule } from '../../model/partition/polygon-cell.js';

/** A polygon of one ring of five points: WKB in hexadecimal, little-endian. */
const POLYGON = /^01030000000100000005000000[0-9a-f]{160}$/i;

/** The corners of a cell as its partition is named, or `undefined` for a name that is none. */
export function cellFromWkbHex(hex: string): Box | undefined {
  if (!POLYGON.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const numbers = Array.from({ length: 10 }, (_, index) => bytes.readDoubleLE(13 + index * 8));
  const longitudes = numbers.filter((_, index) => index % 2 === 0);
  const latitudes = numbers.filter((_, index) => index % 2 === 1);
  if (!numbers.every(Number.isFinite)) return undefined;
  return {
    west: Math.min(...longitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    north: Math.max(...latitudes),
  };
}

/**
 * The part of a cell in which its positions lie. By AODN's rule a cell reaches one resolution to each side of its centre, but its
 * positions were brought to the centre by truncation towards zero: they lie on the far side of it.
 */
export function contentsOfCell(cell: Box, rule: CellRule | undefined): Box {
  if (rule !== 'aodn') return cell;
  const [west, east] = farSide(cell.west, cell.east);
  const [south, north] = farSide(cell.south, cell.north);
  return { west, south, east, north };
}

function farSide(from: number, to: number): [number, number] {
  const centre = (from + to) / 2;
  // Computed edges of the cell around 0 need not cancel each other exactly.
  if (Math.abs(centre) < (to - from) * 1e-6) return [from, to];
  return centre > 0 ? [centre, to] : [from, centre];
}
