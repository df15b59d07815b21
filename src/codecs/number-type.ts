import { isNumeric, type NumericType } from '../model/data-type.js';
import type { CodecSpec } from '../model/zarr/array.js';
import { type ByteOrder, unsupported } from './codec.js';
import { NATIVE } from './values/numbers.js';

/** A type of numbers together with their order of bytes, as NumPy's strings tell it. */
export interface NumberType {
  readonly type: NumericType;
  readonly byteOrder: ByteOrder;
}

const KINDS: Readonly<Record<string, string>> = { i: 'int', u: 'uint', f: 'float' };
const ORDERS: Readonly<Record<string, ByteOrder>> = { '<': 'little', '>': 'big' };

/** A setting like `<f4`, `|u1` or `int16`; `fallback` where it is not there. @throws CO_CODEC_UNSUPPORTED */
export function numberTypeSetting(spec: CodecSpec, key: string, fallback?: NumberType): NumberType {
  const value = spec.configuration[key] ?? undefined;
  if (value === undefined && fallback) return fallback;
  const found = typeof value === 'string' ? numberTypeOf(value) : undefined;
  if (found) return found;
  throw unsupported(spec.name, `'${key}' is '${value}', expected a type of numbers like '<f4'`);
}

function numberTypeOf(text: string): NumberType | undefined {
  const [, order = '', kind = '', size] = /^([<>|=]?)([iuf])([1248])$/.exec(text) ?? [];
  const type = kind ? `${KINDS[kind]}${8 * Number(size)}` : text;
  return isNumeric(type) ? { type, byteOrder: ORDERS[order] ?? NATIVE } : undefined;
}
