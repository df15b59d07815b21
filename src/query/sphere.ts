/**
 * Distances on the sphere.
 *
 * @module
 */
import type { Box, Point } from '../contracts/published-dataset.js';
import { canonicalLongitude } from './places.js';

const RADIANS = Math.PI / 180;

/**
 * How far places lie from `point`: the haversine of the angle between them, which grows with it, from 0 to 1. Not-a-number for a
 * place that is none.
 */
export function farnessFrom({ longitude, latitude }: Point): (longitude: number, latitude: number) => number {
  const cosine = Math.cos(latitude * RADIANS);
  const origin = canonicalLongitude(longitude);
  return (otherLongitude, otherLatitude) => {
    const north = Math.sin(((otherLatitude - latitude) * RADIANS) / 2);
    const east = Math.sin(((canonicalLongitude(otherLongitude) - origin) * RADIANS) / 2);
    return north * north + cosine * Math.cos(otherLatitude * RADIANS) * east * east;
  };
}

/** A farness that no place within `area` (`west` ≤ `east`) can be below. */
export function leastFarness(point: Point, area: Box): number {
  const farness = farnessFrom(point);
  const south = Math.max(-90, area.south);
  const north = Math.min(90, area.north);
  const nearest = Math.min(Math.max(point.latitude, south), north);
  const least = meridianWithin(point.longitude, area)
    ? farness(point.longitude, nearest)
    : Math.min(...[area.west, area.east].map((edge) => leastOnMeridian(point, edge, [south, north], farness)));
  return Math.max(0, least * (1 - 1e-9) - 1e-18);
}

function meridianWithin(longitude: number, { west, east }: Box): boolean {
  return [-720, -360, 0, 360, 720].some((turn) => longitude + turn >= west && longitude + turn <= east);
}

/** On a meridian the nearest place is the foot of the perpendicular, or an end where that lies outside. */
function leastOnMeridian(
  point: Point,
  edge: number,
  [south, north]: readonly [number, number],
  farness: (longitude: number, latitude: number) => number,
): number {
  const angle = (edge - point.longitude) * RADIANS;
  const foot = Math.atan2(Math.tan(point.latitude * RADIANS), Math.cos(angle)) / RADIANS;
  const places = [south, north, ...(foot > south && foot < north ? [foot] : [])];
  return Math.min(...places.map((latitude) => farness(edge, latitude)));
}
