/**
 * Longitudes in either convention, −180 to 180 or 0 to 360.
 *
 * @module
 */
import type { Box } from '../contracts/published-dataset.js';

/** Degrees by which stored edges of cells and their contents may differ, for they were computed. */
const ROUNDING = 1e-9;

/** The same meridian from −180 (included) to 180 (excluded). Exact: taking 360 from a number between 180 and 720 rounds nothing. */
export function canonicalLongitude(degrees: number): number {
  if (degrees >= 180) return degrees - 360;
  return degrees < -180 ? degrees + 360 : degrees;
}

/** Tells of a place whether it lies in `box`; not-a-number never does. */
export function insideBox({ west, south, east, north }: Box): (longitude: number, latitude: number) => boolean {
  const from = canonicalLongitude(west);
  const to = canonicalLongitude(east);
  const around = east - west >= 360;
  return (longitude, latitude) => {
    if (!(latitude >= south && latitude <= north)) return false;
    const degrees = canonicalLongitude(longitude);
    if (around) return !Number.isNaN(degrees);
    return from <= to ? degrees >= from && degrees <= to : degrees >= from || degrees <= to;
  };
}

/** Whether an area (`west` ≤ `east`, in any convention, also beyond ±180) and a box may have a place in common. */
export function mayOverlap(area: Box, box: Box): boolean {
  if (area.south > box.north + ROUNDING || area.north < box.south - ROUNDING) return false;
  const east = box.east < box.west ? box.east + 360 : box.east;
  const overlaps = (turn: number) => area.west + turn <= east + ROUNDING && area.east + turn >= box.west - ROUNDING;
  return [-720, -360, 0, 360, 720].some(overlaps);
}

/** The smallest box around areas, across the antimeridian where that is smaller; `undefined` for none. */
export function boxAround(areas: readonly Box[]): Box | undefined {
  if (areas.length === 0) return undefined;
  const [south, north] = areas.reduce(
    ([least, greatest], area) => [Math.min(least, area.south), Math.max(greatest, area.north)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return { ...longitudesAround(areas), south: Math.max(-90, south), north: Math.min(90, north) };
}

/** What is left when the largest gap between the areas is taken out of the circle. */
function longitudesAround(areas: readonly Box[]): Pick<Box, 'west' | 'east'> {
  const arcs = areas
    .map(({ west, east }) => ({ start: canonicalLongitude(west), length: east - west }))
    .sort((a, b) => a.start - b.start);
  if (arcs.some(({ length }) => length >= 360)) return { west: -180, east: 180 };
  const first = arcs[0] as (typeof arcs)[0];
  let gap = { size: -1, west: -180, east: 180 };
  let reach = first.start + first.length;
  for (const { start, length } of [...arcs.slice(1), { ...first, start: first.start + 360 }]) {
    if (start - reach > gap.size) gap = { size: start - reach, west: start, east: reach };
    reach = Math.max(reach, start + length);
  }
  if (gap.size <= 0) return { west: -180, east: 180 };
  return { west: within(gap.west), east: within(gap.east) };
}

/** From −180 to 180, both included. */
function within(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees;
}
