/**
 * A box as constraints on the places of a cube.
 *
 * @module
 */
import type { Box } from '../../contracts/published-dataset.js';
import { insideBox } from '../places.js';
import type { Degrees } from './axes.js';
import type { Constraint } from './constraint.js';

/** The latitudes and the longitudes within a box, its edges in it. */
export function placesWithin(latitudes: Degrees, longitudes: Degrees, box: Box): Constraint[] {
  const inside = insideBox(box);
  return [
    { dimensions: latitudes.dimensions, flags: flagsOf(latitudes.values, (value) => inside(box.west, value)) },
    { dimensions: longitudes.dimensions, flags: flagsOf(longitudes.values, (value) => inside(value, box.south)) },
  ];
}

function flagsOf(values: Float64Array, fits: (value: number) => boolean): Uint8Array {
  return Uint8Array.from(values, (value) => (fits(value) ? 1 : 0));
}
