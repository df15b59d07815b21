/**
 * The arrays on which all readers and writers are tried: formats × types × codecs.
 *
 * @module
 */
import type { NumericArray, NumericType, StoredArray } from '../../../src/model/data-type.js';
import { allocate, isNumeric } from '../../../src/model/data-type.js';
import type { CodecSpec, Cube, FillValue, ZarrArray, ZarrType } from '../../../src/model/zarr/array.js';
import { filled } from '../../../src/model/zarr/copy-box.js';
import { arrayOf } from './write-cube.js';

export const LAYOUTS = ['v2', 'v3', 'v3 sharded'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const TYPES: readonly ZarrType[] = [
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'bool',
  'string',
  'U5',
  'S6',
];

const SHAPE = [7, 10];
const CHUNKS = [2, 4];
const SHARDS = [4, 8];
const SIZES: Readonly<Record<string, number>> = { bool: 1, string: 1, U5: 20, S6: 6 };

export function itemSize(type: ZarrType): number {
  return SIZES[type] ?? allocate(type as NumericType, 1).byteLength;
}

/** Chains of codecs that a type can go through, by a name. */
export function chainsFor(type: ZarrType): Record<string, CodecSpec[]> {
  const blosc = (cname: string, shuffle: number) => codec('blosc', { cname, clevel: 5, shuffle, blocksize: 0 });
  const chains = {
    bytes: [],
    'blosc-lz4': [blosc('lz4', 1)],
    'blosc-zstd-bits': [blosc('zstd', 2)],
    'blosc-zlib-none': [blosc('zlib', 0)],
    zstd: [codec('zstd', { level: 3 })],
    gzip: [codec('gzip', { level: 5 })],
    zlib: [codec('zlib', { level: 1 })],
    lz4: [codec('lz4', { acceleration: 1 })],
    crc32c: [codec('zstd', { level: 1 }), codec('crc32c', {})],
  };
  if (!isNumeric(type)) return chains;
  const dtype = numpyType(type);
  return {
    ...chains,
    shuffle: [codec('shuffle', { elementsize: itemSize(type) }), codec('gzip', { level: 1 })],
    ...(type.startsWith('float') ? {} : { delta: [codec('delta', { dtype, astype: dtype }), blosc('lz4', 1)] }),
    ...(type.startsWith('float')
      ? { packed: [codec('fixedscaleoffset', { offset: 0, scale: 2, dtype, astype: '<i2' }), blosc('lz4', 1)] }
      : {}),
  };
}

function codec(name: string, configuration: Readonly<Record<string, unknown>>): CodecSpec {
  return { name, configuration };
}

export function numpyType(type: NumericType): string {
  const size = allocate(type, 1).BYTES_PER_ELEMENT;
  return `${size === 1 ? '|' : '<'}${type[0]}${size}`;
}

/** A fill value of the type. */
export function fillFor(type: ZarrType): FillValue {
  if (type === 'bool') return false;
  if (type.startsWith('float')) return Number.NaN;
  if (type === 'int64') return -(2n ** 62n) - 1n;
  if (type === 'uint64') return 2n ** 64n - 1n;
  return isNumeric(type) ? 7 : '';
}

/** Values: the fill value in one whole shard and elsewhere, extremes, and halves of numbers. */
export function valuesFor(type: ZarrType, fill: FillValue): StoredArray {
  const length = SHAPE.reduce((a, b) => a * b, 1);
  const isFill = (index: number) => (Math.floor(index / 10) < 4 && index % 10 < 8) || index === 69;
  if (!isNumeric(type) && type !== 'bool') {
    return Array.from({ length }, (_, index) => (isFill(index) ? String(fill) : textAt(index, type)));
  }
  const values = allocate(type === 'bool' ? 'int8' : (type as NumericType), length);
  for (let index = 0; index < length; index++) setAt(values, index, isFill(index) ? fill : numberAt(index, type));
  return values;
}

function textAt(index: number, type: ZarrType): string {
  if (type === 'S6') return `b${index}`;
  return ['', 'é', '🐟a', `t${index}`][index % 4] as string;
}

function numberAt(index: number, type: ZarrType): number | bigint {
  if (type === 'bool') return index % 3 === 0 ? 1 : 0;
  if (type.startsWith('float')) return index / 2 - 10;
  if (type === 'int64') return (index % 2 === 0 ? -1n : 1n) * 2n ** 61n + BigInt(index);
  if (type === 'uint64') return 2n ** 63n + BigInt(index);
  return index;
}

function setAt(values: NumericArray, index: number, value: FillValue): void {
  (values as { [index: number]: unknown })[index] =
    values instanceof BigInt64Array || values instanceof BigUint64Array ? BigInt(value as bigint) : Number(value);
}

/** The array of a case. */
export function arrayFor(
  layout: Layout,
  type: ZarrType,
  codecs: readonly CodecSpec[],
  fillValue: FillValue,
): ZarrArray {
  const isV2 = layout === 'v2';
  const masked = isV2 || type.startsWith('float');
  return arrayOf({
    type,
    shape: SHAPE,
    chunks: CHUNKS,
    dimensions: ['y', 'x'],
    fillValue: isV2 && !isNumeric(type) ? null : fillValue,
    masked: masked && (isNumeric(type) || !isV2),
    codecs,
    attributes: { units: 'K', long_name: 'größe' },
    keyEncoding: isV2 ? 'v2' : 'default',
    separator: isV2 ? '.' : '/',
    ...(layout === 'v3 sharded' ? { shards: SHARDS } : {}),
  });
}

/** A cube of all types and codecs in one layout. Names tell both: `int16_blosc-lz4`. */
export function conformanceCube(layout: Layout): { cube: Cube; values: Map<string, StoredArray> } {
  const arrays = new Map<string, ZarrArray>();
  const values = new Map<string, StoredArray>();
  for (const type of TYPES) {
    for (const [chain, codecs] of Object.entries(chainsFor(type))) {
      const name = `${type}_${chain}`;
      // Not-a-number has no place in packed integers.
      const fill = chain === 'packed' ? 0 : fillFor(type);
      arrays.set(name, arrayFor(layout, type, codecs, fill));
      values.set(name, valuesFor(type, fill));
    }
  }
  const attributes = {
    title: 'conformance',
    version: 1,
    scale: Float64Array.of(1),
    parts: [1, 2],
    large: 2n ** 60n + 1n,
  };
  return { cube: { format: layout === 'v2' ? 2 : 3, consolidated: true, attributes, arrays }, values };
}

/** A cube whose arrays of all types have a fill value that marks missing values. */
export function maskedCube(layout: Layout) {
  const arrays = new Map<string, ZarrArray>();
  const values = new Map<string, StoredArray>();
  const fills = new Map<string, StoredArray>();
  for (const type of TYPES) {
    const fillValue = fillFor(type);
    arrays.set(type, { ...arrayFor(layout, type, [], fillValue), fillValue, masked: true });
    values.set(type, valuesFor(type, fillValue));
    fills.set(type, filled(type, 1, fillValue));
  }
  const cube: Cube = { format: layout === 'v2' ? 2 : 3, consolidated: true, attributes: {}, arrays };
  return { cube, values, fills };
}
