/**
 * The cell of a grid that lies nearest to a point on the sphere.
 *
 * @module
 */
import type { Point } from '../../contracts/published-dataset.js';
import { stridesOf } from '../../model/zarr/copy-box.js';
import { farnessFrom } from '../sphere.js';
import type { Degrees } from './axes.js';
import type { Constraint, Places } from './constraint.js';
import { productPositions, upTo } from './positions.js';

/** How far a place lies from the point; not-a-number where it is none. */
type Farness = (longitude: number, latitude: number) => number;

/**
 * The nearest of the places that fit what else is asked, as constraints. Where several are equally near, the first one; where longitudes
 * and latitudes lie along one dimension (stations, tracks), all that have its position. None where no cell has a position.
 *
 * @param lengths of all dimensions
 * @param fitting what the others leave of these
 */
export function nearestTo(
  latitudes: Degrees,
  longitudes: Degrees,
  point: Point,
  lengths: ReadonlyMap<string, number>,
  fitting: Places,
): Constraint[] {
  const farness: Farness = farnessOfPlaces(point);
  const names = [...new Set([...latitudes.dimensions, ...longitudes.dimensions])];
  const isShared = names.length < latitudes.dimensions.length + longitudes.dimensions.length;
  const isMasked = fitting.masks.some((mask) => mask.dimensions.some((name) => names.includes(name)));
  if (isShared || isMasked) return nearestTogether(latitudes, longitudes, names, farness, lengths, fitting);
  return nearestApart(latitudes, longitudes, point, farness, fitting);
}

/** A latitude beyond the poles is no place. */
function farnessOfPlaces(point: Point): Farness {
  const farness = farnessFrom(point);
  return (longitude, latitude) => (Math.abs(latitude) <= 90 ? farness(longitude, latitude) : Number.NaN);
}

/** On every parallel the same meridian is the nearest: that of the least angle. So one pass over each is enough. */
function nearestApart(
  latitudes: Degrees,
  longitudes: Degrees,
  { latitude }: Point,
  farness: Farness,
  { indices }: Places,
): Constraint[] {
  const candidates = ({ dimensions, values }: Degrees) => indices.get(dimensions[0] ?? '') ?? upTo(values.length);
  const column = leastOf(candidates(longitudes), (at) => farness(longitudes.values[at] as number, latitude));
  const meridian = longitudes.values[column] ?? Number.NaN;
  const row = leastOf(candidates(latitudes), (at) => farness(meridian, latitudes.values[at] as number));
  return [only(latitudes, (at) => at === row), only(longitudes, (at) => at === column)];
}

function nearestTogether(
  latitudes: Degrees,
  longitudes: Degrees,
  names: readonly string[],
  farness: Farness,
  lengths: ReadonlyMap<string, number>,
  fitting: Places,
): Constraint[] {
  const shape = names.map((name) => lengths.get(name) ?? 0);
  const at = { latitude: positionsIn(latitudes, names, shape), longitude: positionsIn(longitudes, names, shape) };
  const latitude = (cell: number) => latitudes.values[at.latitude[cell] as number] as number;
  const longitude = (cell: number) => longitudes.values[at.longitude[cell] as number] as number;
  const candidates = fittingCells(names, shape, fitting);
  const nearest = leastOf(candidates, (cell) => farness(longitude(cell), latitude(cell)));
  const samePlace = (cell: number) => latitude(cell) === latitude(nearest) && longitude(cell) === longitude(nearest);
  const fits = (cell: number) => cell === nearest || (names.length === 1 && nearest !== -1 && samePlace(cell));
  return [{ dimensions: names, flags: Uint8Array.from(at.latitude, (_, cell) => (fits(cell) ? 1 : 0)) }];
}

/** The cells over `names` at which something fits, ascending. */
function fittingCells(names: readonly string[], shape: readonly number[], { indices, masks }: Places): Uint32Array {
  const strides = stridesOf(shape);
  const lists = names.map((name, axis) => indices.get(name) ?? upTo(shape[axis] ?? 0));
  const cells = productPositions(lists.map((list, axis) => ({ indices: list, stride: strides[axis] ?? 1 })));
  const telling = masks.filter(({ dimensions }) => dimensions.every((name) => names.includes(name)));
  if (telling.length === 0) return cells;
  const places = telling.map(({ flags, strides: own }) => ({
    flags,
    at: productPositions(lists.map((list, axis) => ({ indices: list, stride: own.get(names[axis] ?? '') ?? 0 }))),
  }));
  return cells.filter((_, cell) => places.every(({ flags, at }) => flags[at[cell] as number] === 1));
}

/** For each cell over `names`, the position of its number. */
function positionsIn({ dimensions }: Degrees, names: readonly string[], shape: readonly number[]): Uint32Array {
  const strides = stridesOf(dimensions.map((name) => shape[names.indexOf(name)] ?? 0));
  const strideOf = (name: string) => (dimensions.includes(name) ? (strides[dimensions.indexOf(name)] ?? 1) : 0);
  return productPositions(names.map((name, axis) => ({ indices: upTo(shape[axis] ?? 0), stride: strideOf(name) })));
}

function only({ dimensions, values }: Degrees, fits: (at: number) => boolean): Constraint {
  return { dimensions, flags: Uint8Array.from(values, (_, at) => (fits(at) ? 1 : 0)) };
}

/** The first of the candidates whose number is the least; −1 where there is none. */
function leastOf(candidates: Uint32Array, number: (at: number) => number): number {
  let least = Number.POSITIVE_INFINITY;
  let found = -1;
  for (const at of candidates) {
    const value = number(at);
    if (value < least) [least, found] = [value, at];
  }
  return found;
}
