import type { Attributes } from '../../model/attributes.js';
import { DEFAULT_FILL } from '../../model/cf/default-fill.js';
import { allocate, isNumeric, type NumericArray, type StoredArray, type StoredType } from '../../model/data-type.js';
import { type Region, sizeOf } from '../../model/dataset.js';
import { placeBox } from './boxes.js';

/**
 * The values of `region`, of which only those of `stored` were written: along an unlimited dimension each variable may
 * end at another place, and netCDF defines that the rest reads as its fill value.
 */
export function extendValues(
  values: StoredArray,
  stored: Region,
  region: Region,
  type: StoredType,
  attributes: Attributes,
): StoredArray {
  if (type === 'string') return extendTexts(values as readonly string[], stored, region);
  const numeric = type === 'char' ? 'uint8' : type;
  const whole = allocate(numeric, sizeOf(region.count));
  if (type !== 'char') (whole as { fill(value: number | bigint): unknown }).fill(fillValue(type, attributes));
  if (values.length > 0) {
    const source = values as NumericArray;
    placeBox(bytesOf(source), stored, bytesOf(whole), region, source.BYTES_PER_ELEMENT);
  }
  return whole;
}

function bytesOf({ buffer, byteOffset, byteLength }: NumericArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Moves the positions of the texts as if they were 32-bit numbers. */
function extendTexts(texts: readonly string[], stored: Region, region: Region): readonly string[] {
  const positions = Uint32Array.from(texts, (_, i) => i + 1);
  const whole = new Uint32Array(sizeOf(region.count));
  if (texts.length > 0) placeBox(new Uint8Array(positions.buffer), stored, new Uint8Array(whole.buffer), region, 4);
  return Array.from(whole, (position) => texts[position - 1] ?? '');
}

function fillValue(type: StoredType, attributes: Attributes): number | bigint {
  const own = attributes.get('_FillValue');
  if (own !== undefined && typeof own !== 'string' && !isTexts(own) && own.length === 1)
    return own[0] as number | bigint;
  return isNumeric(type) ? DEFAULT_FILL[type] : 0;
}

function isTexts(value: NumericArray | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
