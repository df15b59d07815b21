import { type Column, isFixed } from '../table/column.js';
import type { ValueExtent } from './inspection.js';

/** What values can be. */
export interface Limits {
  readonly least: number;
  readonly most: number;
}

/**
 * The extent of a column of numbers or times; `undefined` for texts, and where no row has a value.
 *
 * @param limits values beyond them count as missing
 */
export function extentOf(column: Column, limits?: Limits): ValueExtent | undefined {
  if (!isFixed(column) || column.type === 'bool') return undefined;
  const { values, nulls } = column;
  let least: number | bigint | undefined;
  let greatest: number | bigint | undefined;
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number | bigint;
    if (nulls?.[row] === 1 || Number.isNaN(value)) continue;
    if (limits && !(value >= limits.least && value <= limits.most)) continue;
    count++;
    if (least === undefined || value < least) least = value;
    if (greatest === undefined || value > greatest) greatest = value;
  }
  if (least === undefined || greatest === undefined) return undefined;
  return { least, greatest, count, missing: values.length - count };
}

/** What both extents cover; one of them where the other is absent. */
export function joinExtents(one: ValueExtent | undefined, other: ValueExtent | undefined): ValueExtent | undefined {
  if (!one || !other) return one ?? other;
  const values = [one.least, one.greatest, other.least, other.greatest].sort((a, b) => (a < b ? -1 : 1));
  const count = one.count + other.count;
  return { least: values[0] as Bound, greatest: values[3] as Bound, count, missing: one.missing + other.missing };
}

type Bound = ValueExtent['least'];
