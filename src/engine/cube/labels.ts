/** A label of the append dimension, as the cube stores it: a number, a 64-bit integer, or a text. */
export type Label = number | bigint | string;

/**
 * Orders labels of one cube: numbers by size (integers of 64 bits exactly), texts by their UTF-16 units, numbers before texts.
 *
 * @returns negative where `a` is before `b`, 0 where they are the same label
 */
export function compareLabels(a: Label, b: Label): number {
  if ((typeof a === 'string') !== (typeof b === 'string')) return typeof a === 'string' ? 1 : -1;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
