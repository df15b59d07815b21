import type { Category } from '../column.js';

/** A stored value: a number as its column's array holds it, or a category. */
export type Stored = number | bigint | Category;

/** Gives the value in the other type, `null` where it becomes no value, `undefined` where it does not fit. */
export type Converter = (value: Stored) => Stored | null | undefined;
