import type { Box } from '../../contracts/published-dataset.js';
import { canonicalLongitude } from '../places.js';

/** From west to east around places; `west` greater than `east` goes across the antimeridian. */
export type Arc = Pick<Box, 'west' | 'east'>;

/** A gap between places is one that the arc leaves out where it is larger than so many of the next larger. */
const CLEAR = 2;

/**
 * The shortest arc that has all longitudes in it: the circle without its largest gap. Longitudes without one gap that is clearly larger
 * than the others go all around; these give their own least and greatest, or the whole circle where they are counted beyond 180.
 */
export function longitudeArc(longitudes: Float64Array): Arc | undefined {
  const own = longitudes.filter(Number.isFinite).sort();
  const [least, greatest] = [own[0], own.at(-1)];
  if (least === undefined || greatest === undefined) return undefined;
  const places = own.map(canonicalLongitude).sort();
  const gap = largestGap(places.filter((place, at) => at === 0 || place !== places[at - 1]));
  if (gap.isClear) return { west: gap.east, east: gap.west === -180 ? 180 : gap.west };
  return least >= -180 && greatest <= 180 ? { west: least, east: greatest } : { west: -180, east: 180 };
}

/** The largest gap between neighbours on the circle, from its western to its eastern side. */
function largestGap(places: Float64Array) {
  const first = places[0] as number;
  const found = { west: first, east: first, size: 0, next: 0 };
  places.forEach((west, at) => {
    const east = places[at + 1] ?? first;
    const size = at + 1 < places.length ? east - west : east + 360 - west;
    if (size > found.size) Object.assign(found, { west, east, size, next: found.size });
    else found.next = Math.max(found.next, size);
  });
  return { ...found, isClear: found.size > CLEAR * found.next };
}
