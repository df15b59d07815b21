/**
 * Zarr metadata, the same for both formats: what an array's or a group's document tells, without how v2 or v3 spell it.
 *
 * @module
 */
import type { NumericType } from '../data-type.js';

/** The version of the Zarr specification that a store follows. */
export type ZarrFormat = 2 | 3;

/** The type of an array's values: numbers, truth values (one byte), text of any length, text of n code points (UCS-4), text of n bytes. */
export type ZarrType = NumericType | 'bool' | 'string' | `U${number}` | `S${number}`;

/** A type of values as chunks hold them: floats of 16 bits are `float32` everywhere else. */
export type ElementType = ZarrType | 'float16';

/** A value that stands in chunks that are not there. 64-bit integers are bigints; `null` (v2 only) where none is declared. */
export type FillValue = number | bigint | boolean | string | null;

/**
 * Attributes as JSON holds them. What JavaScript's numbers do not tell has its own shape: an integer beyond 2^53 is a bigint, and a
 * float without a fraction (`1.0`, which is not `1` to xarray) a `Float64Array` of one. `attributes.ts` converts from and to the hub's.
 */
export type JsonAttributes = Readonly<Record<string, unknown>>;

/**
 * One codec, by numcodecs' name (`blosc`, `zstd`, `gzip`, `zlib`, `lz4`, `shuffle`, `delta`, `fixedscaleoffset`, `crc32c`) and with
 * numcodecs' settings without `id`. How v3 spells the same is a matter of `formats/zarr`.
 */
export interface CodecSpec {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** One array of a cube. */
export interface ZarrArray {
  readonly type: ZarrType;
  /** The type of its values in chunks, where that is another than `type`: floats of 16 bits, whose values are `float32`. */
  readonly element?: 'float16' | undefined;
  readonly shape: readonly number[];
  /** Shape of a chunk, which is what the codecs work on. */
  readonly chunks: readonly number[];
  /** Shape of a shard, in multiples of `chunks` (v3 only); without it each chunk is an object of its own. */
  readonly shards?: readonly number[] | undefined;
  /** Names of the dimensions, slowest first. */
  readonly dimensions: readonly string[];
  readonly fillValue: FillValue;
  /**
   * Whether the fill value marks missing values (CF `_FillValue`). In v2 every fill value does, for xarray; in v3 the attribute
   * `_FillValue` tells, which is not among `attributes` here.
   */
  readonly masked: boolean;
  /** Applied in this order when encoding, the step from values to bytes left out. */
  readonly codecs: readonly CodecSpec[];
  /** Without `_ARRAY_DIMENSIONS`; with `_FillValue`, as a plain value, only where it is another than `fillValue` (`masked` is false then). */
  readonly attributes: JsonAttributes;
  /** How the keys of its objects are made (v3's `chunk_key_encoding`): `c/0/1` by `default`, `0.1` or `0/1` by `v2`. */
  readonly keyEncoding: 'default' | 'v2';
  /** Between the numbers of a chunk's key: `.` by default in v2, `/` in v3. */
  readonly separator: '.' | '/';
  readonly byteOrder: 'little' | 'big';
  /** Order of the values in a chunk: rows first (C), or columns first (F, v2 only). */
  readonly order: 'C' | 'F';
  /** How the index of a shard is stored, where that is not the usual: at the end, with a checksum. */
  readonly shardIndex?: { readonly location: 'start' | 'end'; readonly checksum: boolean } | undefined;
  /** The data type as its document spells it, where it is one that is read as another: NumPy's times in nanoseconds, as int64 with units. */
  readonly spelling?: unknown;
}

/** All that a group of arrays tells of itself. */
export interface Cube {
  readonly format: ZarrFormat;
  /** Whether one document tells of all arrays: what makes a commit visible in one step. */
  readonly consolidated: boolean;
  readonly attributes: JsonAttributes;
  /** By name, in the order in which they were made. */
  readonly arrays: ReadonlyMap<string, ZarrArray>;
  /** Attributes of groups in the cube by their paths, where they have any; the arrays' names tell of all other groups. */
  readonly groups?: ReadonlyMap<string, JsonAttributes> | undefined;
}

/** The type of an array's values in its chunks. */
export function elementTypeOf({ element, type }: Pick<ZarrArray, 'element' | 'type'>): ElementType {
  return element ?? type;
}

/** Shape of what is stored as one object: the shard, or else the chunk. */
export function objectShape({ shards, chunks }: Pick<ZarrArray, 'shards' | 'chunks'>): readonly number[] {
  return shards ?? chunks;
}
