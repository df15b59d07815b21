import { CloudOptimisedError } from '../../errors/index.js';
import { byteSize, isNumeric } from '../../model/data-type.js';
import type { ElementType } from '../../model/zarr/array.js';

/** Bytes of one value of `type`: 4 for each code point of `U<n>`; 1 for `string`, whose values have no size of their own. */
export function itemSizeOf(type: ElementType): number {
  if (type === 'float16') return 2;
  if (isNumeric(type)) return byteSize(type);
  if (type === 'bool' || type === 'string') return 1;
  const fixed = fixedTextOf(type);
  return fixed.unit === 'U' ? 4 * fixed.length : fixed.length;
}

/** A type of text of fixed length: code points (`U`) or bytes (`S`). */
export interface FixedText {
  readonly unit: 'U' | 'S';
  readonly length: number;
}

/** @throws CO_UNEXPECTED for what is no type of fixed text */
export function fixedTextOf(type: string): FixedText {
  const [, unit, length] = /^([US])([1-9]\d*)$/.exec(type) ?? [];
  if (unit === 'U' || unit === 'S') return { unit, length: Number(length) };
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason: `'${type}' is no type of values` });
}
