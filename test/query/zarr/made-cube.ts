/**
 * Cubes of known content, made without the code under test, and what a naive reader sees in them.
 *
 * @module
 */
import { allocate, type NumericType, type StoredArray } from '../../../src/model/data-type.js';
import type { CodecSpec, Cube, ZarrArray, ZarrFormat } from '../../../src/model/zarr/array.js';
import { arrayOf } from '../../formats/zarr/write-cube.js';

/** A value as a person sees it. */
export type Plain = number | bigint | string | boolean | null;

/** One variable, stored and as it is meant, row-major. */
export interface MadeVariable {
  readonly type: NumericType | 'bool' | 'string';
  readonly dimensions: readonly string[];
  readonly stored: readonly (number | bigint | string | boolean)[];
  readonly meant: readonly Plain[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Stands for no value. */
  readonly fill?: number | string;
}

/** Variables by name over dimensions. */
export interface MadeCube {
  readonly lengths: Readonly<Record<string, number>>;
  readonly variables: Readonly<Record<string, MadeVariable>>;
}

/** How a cube is stored. */
export interface Layout {
  readonly format: ZarrFormat;
  readonly consolidated?: boolean;
  /** By dimension; its whole length by default. */
  readonly chunks?: Readonly<Record<string, number>>;
  /** Chunks of single variables. */
  readonly own?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Chunks in a shard along each dimension. */
  readonly perShard?: number;
}

export function toCube({ lengths, variables }: MadeCube, layout: Layout): Cube {
  const arrays = Object.entries(variables).map(
    ([name, variable]) => [name, toArray(name, variable, lengths, layout)] as const,
  );
  return {
    format: layout.format,
    consolidated: layout.consolidated ?? true,
    attributes: { title: 'Made' },
    arrays: new Map(arrays),
  };
}

const CODECS: readonly CodecSpec[] = [{ name: 'zlib', configuration: { level: 1 } }];

function toArray(name: string, variable: MadeVariable, lengths: MadeCube['lengths'], layout: Layout): ZarrArray {
  const { type, dimensions, attributes = {}, fill } = variable;
  const shape = dimensions.map((dimension) => lengths[dimension] as number);
  const chunks = dimensions.map((dimension, axis) =>
    Math.max(1, layout.own?.[name]?.[dimension] ?? layout.chunks?.[dimension] ?? (shape[axis] as number)),
  );
  const sharded = layout.perShard !== undefined && dimensions.length > 0;
  const isV3 = layout.format === 3;
  return arrayOf({
    type,
    shape,
    chunks,
    dimensions,
    attributes,
    fillValue:
      fill ?? (isV3 ? (type === 'string' ? '' : type === 'bool' ? false : type.endsWith('int64') ? 0n : 0) : null),
    masked: fill !== undefined,
    codecs: type === 'string' ? [] : isV3 ? [{ name: 'zstd', configuration: { level: 1 } }] : CODECS,
    keyEncoding: isV3 ? 'default' : 'v2',
    separator: isV3 ? '/' : '.',
    ...(sharded ? { shards: chunks.map((length) => length * (layout.perShard as number)) } : {}),
  });
}

export function storedValues({ variables }: MadeCube): Map<string, StoredArray> {
  return new Map(Object.entries(variables).map(([name, variable]) => [name, storedArray(variable)]));
}

function storedArray({ type, stored }: MadeVariable): StoredArray {
  if (type === 'string') return stored as string[];
  const values = allocate(type === 'bool' ? 'int8' : type, stored.length);
  stored.forEach((value, at) => {
    values[at] = (typeof value === 'boolean' ? Number(value) : value) as never;
  });
  return values;
}

/** Numbers that come again with the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
