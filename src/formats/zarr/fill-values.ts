/**
 * Fill values in documents, and the attribute `_FillValue` as xarray stores it in v3.
 *
 * @module
 */
import { isInteger } from '../../model/data-type.js';
import { bitsOfHalf, nearestHalf } from '../../model/half.js';
import type { ElementType, FillValue, ZarrType } from '../../model/zarr/array.js';

const INTEGER_LIMITS = (type: string): readonly [bigint, bigint] => {
  const bits = BigInt(type.replace(/\D/g, ''));
  return type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
};

/** The fill value that a document spells; `undefined` where it does not fit the type. `null` is none. */
export function parseFillValue(json: unknown, type: ElementType): FillValue | undefined {
  if (json === null) return null;
  if (type === 'bool') return parseTruth(json);
  if (type === 'string' || type.startsWith('U')) return parseText(json);
  if (type.startsWith('S'))
    return typeof json === 'string' ? Buffer.from(json, 'base64').toString().replace(/\0+$/, '') : parseText(json);
  return isInteger(type) ? parseInteger(json, type) : parseFloating(json, type);
}

function parseTruth(json: unknown): boolean | undefined {
  if (typeof json === 'boolean') return json;
  return json === 0 || json === 1 ? json === 1 : undefined;
}

function parseText(json: unknown): string | undefined {
  // zarr-python 2 wrote 0 for arrays of objects, and read it as an empty text.
  return json === 0 ? '' : typeof json === 'string' ? json : undefined;
}

function parseInteger(json: unknown, type: ElementType): number | bigint | undefined {
  const value = json instanceof Float64Array ? json[0] : json === 'NaT' ? -(2n ** 63n) : json;
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return undefined;
  const whole = BigInt(value as number | bigint);
  const [low, high] = INTEGER_LIMITS(type);
  if (whole < low || whole > high) return undefined;
  return type.endsWith('64') ? whole : Number(whole);
}

function parseFloating(json: unknown, type: ElementType): number | undefined {
  const value = json instanceof Float64Array ? json[0] : json;
  if (typeof value === 'string') return parseFloatText(value, type);
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  if (type === 'float16') return nearestHalf(Number(value));
  return type === 'float32' ? Math.fround(Number(value)) : Number(value);
}

function parseFloatText(text: string, type: ElementType): number | undefined {
  if (/^(NaN|-?Infinity)$/.test(text)) return Number(text);
  const digits = Number(type.slice('float'.length)) / 4;
  if (!new RegExp(`^0x[0-9a-fA-F]{${digits}}$`).test(text)) return undefined;
  const bytes = Buffer.from(text.slice(2), 'hex');
  if (type === 'float16') return floatOf(bitsOfHalf(bytes.readUInt16BE()));
  return type === 'float32' ? bytes.readFloatBE() : bytes.readDoubleBE();
}

function floatOf(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0] as number;
}

/** Spells a fill value. */
export function fillValueToJson(value: FillValue, type: ZarrType): unknown {
  if (value === null) return null;
  if (type.startsWith('S')) return Buffer.from(String(value)).toString('base64');
  return type.startsWith('float') ? Float64Array.of(Number(value)) : value;
}

/** The attribute `_FillValue` as xarray writes it into v3: floats as base64 of the little-endian double. */
export function fillAttributeToJson(value: FillValue, type: ZarrType): unknown {
  if (!type.startsWith('float')) return fillValueToJson(value, type);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number(value));
  return bytes.toString('base64');
}

/** Reads what {@link fillAttributeToJson} writes, and plain numbers too; `undefined` where it does not fit the type. */
export function parseFillAttribute(json: unknown, type: ZarrType): FillValue | undefined {
  if (json === null) return undefined;
  if (!type.startsWith('float') || typeof json !== 'string') return parseFillValue(json, type);
  const bytes = /^[A-Za-z0-9+/]{11}=$/.test(json) ? Buffer.from(json, 'base64') : undefined;
  if (!bytes) return parseFillValue(json, type);
  const value = bytes.readDoubleLE();
  return type === 'float32' ? Math.fround(value) : value;
}

/** Whether two fill values are the same, bit for bit but that one NaN is as good as another. */
export function sameFillValue(a: FillValue, b: FillValue): boolean {
  return Object.is(a, b);
}
