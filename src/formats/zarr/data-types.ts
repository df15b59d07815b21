/**
 * How the documents of v2 and v3 spell the types of values.
 *
 * @module
 */
import { isNumeric } from '../../model/data-type.js';
import type { ElementType, JsonAttributes, ZarrType } from '../../model/zarr/array.js';
import { type Document, isObject, quoted } from './metadata-error.js';

/** What a document tells of an array's values. */
export interface DataType {
  readonly type: ZarrType;
  /** What chunks hold, where that is another type. */
  readonly element?: 'float16';
  readonly byteOrder: 'little' | 'big';
  /** The document's own words, for types that are read as another. */
  readonly spelling?: unknown;
  /** What CF says of times that NumPy counts. */
  readonly timeAttributes?: JsonAttributes;
}

/** NumPy's units of time as CF names them. */
const TIME_UNITS: ReadonlyMap<string, string> = new Map([
  ['D', 'days'],
  ['h', 'hours'],
  ['m', 'minutes'],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['us', 'microseconds'],
  ['ns', 'nanoseconds'],
]);

const KINDS: ReadonlyMap<string, string> = new Map([
  ['i', 'int'],
  ['u', 'uint'],
  ['f', 'float'],
]);

const HALF = { type: 'float32', element: 'float16' } as const;

/** Reads v2's `dtype`, a NumPy type string such as `<f4`. @throws CO_ZARR_METADATA for types that are not supported */
export function parseDtype(document: Document): DataType {
  const dtype = document.get('dtype');
  const match = typeof dtype === 'string' ? /^([<>|])([a-zA-Z])(\d*)(?:\[(\w+)\])?$/.exec(dtype) : null;
  const [, order, kind = '', digits = '', unit] = match ?? [];
  const byteOrder = order === '>' ? 'big' : 'little';
  if (kind === 'f' && digits === '2' && unit === undefined) return { ...HALF, byteOrder };
  const type = typeOfDtype(kind, digits);
  if (type !== undefined && unit === undefined) return { type, byteOrder };
  const time = /^[mM]$/.test(kind) && digits === '8' ? timeType(kind, unit, dtype, byteOrder) : undefined;
  if (time) return time;
  throw document.unsupported(`the dtype ${quoted(dtype)} is not supported`);
}

function typeOfDtype(kind: string, digits: string): ZarrType | undefined {
  if (kind === 'O' && digits === '') return 'string';
  if (kind === 'b' && digits === '1') return 'bool';
  if ((kind === 'U' || kind === 'S') && Number(digits) > 0) return `${kind}${Number(digits)}`;
  const name = `${KINDS.get(kind)}${Number(digits) * 8}`;
  return isNumeric(name) ? name : undefined;
}

function timeType(kind: string, unit: string | undefined, spelling: unknown, byteOrder: 'little' | 'big') {
  const units = TIME_UNITS.get(unit ?? '');
  if (units === undefined) return undefined;
  const timeAttributes: JsonAttributes =
    kind === 'm' ? { units } : { units: `${units} since 1970-01-01`, calendar: 'proleptic_gregorian' };
  return { type: 'int64', byteOrder, spelling, timeAttributes } as const;
}

/** Spells v2's `dtype`. */
export function dtypeOf(type: ElementType, byteOrder: 'little' | 'big'): string {
  if (type === 'string') return '|O';
  if (type === 'bool') return '|b1';
  const order = byteOrder === 'big' ? '>' : '<';
  const [, prefix = '', digits = ''] = /^([a-zA-Z]+)(\d+)$/.exec(type) ?? [];
  if (prefix === 'S') return `|S${digits}`;
  if (prefix === 'U') return `${order}U${digits}`;
  const size = Number(digits) / 8;
  return `${size === 1 ? '|' : order}${prefix[0]}${size}`;
}

/** Reads v3's `data_type`; `byteOrder` comes from the `bytes` codec. @throws CO_ZARR_METADATA for types that are not supported */
export function parseDataType(document: Document): Omit<DataType, 'byteOrder'> {
  const spelled = document.get('data_type');
  const { name, configuration } = isObject(spelled) ? spelled : { name: spelled, configuration: undefined };
  const settings = isObject(configuration) ? configuration : {};
  if (typeof name === 'string') {
    if (name === 'float16') return HALF;
    if (isNumeric(name) || name === 'bool' || name === 'string') return { type: name };
    const type = extensionType(name, settings);
    if (type) return { type };
    const time = extensionTime(name, settings, spelled);
    if (time) return time;
  }
  throw document.unsupported(`the data_type ${quoted(spelled)} is not supported`);
}

function extensionType(
  name: string,
  { length_bytes: length }: Readonly<Record<string, unknown>>,
): ZarrType | undefined {
  if (!Number.isSafeInteger(length) || Number(length) < 1) return undefined;
  if (name === 'null_terminated_bytes') return `S${Number(length)}`;
  return name === 'fixed_length_utf32' && Number(length) % 4 === 0 ? `U${Number(length) / 4}` : undefined;
}

function extensionTime(name: string, settings: Readonly<Record<string, unknown>>, spelled: unknown) {
  if (!/^numpy\.(datetime|timedelta)64$/.test(name) || settings.scale_factor !== 1) return undefined;
  return timeType(name === 'numpy.timedelta64' ? 'm' : 'M', String(settings.unit), spelled, 'little');
}

/** Spells v3's `data_type`; fixed text as zarr-python 3.4 does. */
export function dataTypeOf(type: ElementType): unknown {
  const [, kind, length] = /^([US])(\d+)$/.exec(type) ?? [];
  if (kind === 'U') return { name: 'fixed_length_utf32', configuration: { length_bytes: Number(length) * 4 } };
  if (kind === 'S') return { name: 'null_terminated_bytes', configuration: { length_bytes: Number(length) } };
  return type;
}
