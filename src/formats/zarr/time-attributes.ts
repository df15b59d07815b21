/**
 * NumPy's times are read as integers with CF's `units` and `calendar`, which stand in no document.
 *
 * @module
 */
import type { JsonAttributes, ZarrArray } from '../../model/zarr/array.js';

/** The attributes of an array with those of its times. */
export function withTime(attributes: JsonAttributes, time: JsonAttributes | undefined): JsonAttributes {
  return time ? { ...attributes, ...time } : attributes;
}

/** The attributes of an array as its document has them. */
export function withoutTime({ attributes, spelling }: ZarrArray): JsonAttributes {
  if (spelling === undefined) return attributes;
  const { units: _units, calendar: _calendar, ...rest } = attributes;
  return rest;
}
