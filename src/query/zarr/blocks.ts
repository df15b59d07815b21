/**
 * The rows of a selection, part by part: whole chunks, few enough to be held in memory.
 *
 * @module
 */
import type { Variable } from '../../model/dataset.js';
import { sizeOf } from '../../model/dataset.js';

/** How much is held and given at once. */
export interface Limits {
  /** Rows that are read at once, unless a single chunk has more. */
  readonly blockRows: number;
  /** The most rows of a table. */
  readonly tableRows: number;
}

/** A part of the grid: the wanted indices along each of its dimensions, ascending. */
export type Block = ReadonlyMap<string, Uint32Array>;

/**
 * Cuts the wanted places into blocks at the borders of chunks, so that none is read twice. Blocks come in the order of the rows where all
 * chunks along the later dimensions fit into one.
 */
export function* blocksOf(
  dimensions: readonly string[],
  indices: ReadonlyMap<string, Uint32Array>,
  variables: readonly Variable[],
  { blockRows }: Pick<Limits, 'blockRows'>,
): Generator<Block> {
  const groups = dimensions.map((name) =>
    grouped(indices.get(name) ?? new Uint32Array(), unitAlong(name, variables, blockRows)),
  );
  if (groups.some(({ length }) => length === 0)) return;
  const parts = mergeGroups(groups, blockRows);
  yield* combine(dimensions, parts, new Map());
}

/** The longest chunk along a dimension; of shards, the shard where it can be held at once. */
function unitAlong(name: string, variables: readonly Variable[], blockRows: number): number {
  return Math.max(
    1,
    ...variables.map((variable) => unitShape(variable, blockRows)[variable.dimensions.indexOf(name)] ?? 1),
  );
}

function unitShape({ encoded, chunkShape, shape }: Variable, blockRows: number): readonly number[] {
  const shards = encoded?.array.shards;
  return shards && sizeOf(shards) <= blockRows ? shards : (chunkShape ?? shape);
}

/** Indices that lie in the same chunk. */
function grouped(indices: Uint32Array, unit: number): Uint32Array[] {
  const groups: Uint32Array[] = [];
  for (let from = 0, to = 0; from < indices.length; from = to) {
    const end = (Math.floor((indices[from] as number) / unit) + 1) * unit;
    while (to < indices.length && (indices[to] as number) < end) to++;
    groups.push(indices.subarray(from, to));
  }
  return groups;
}

/** Joins neighbouring groups while a block stays small, along the last dimension first. */
function mergeGroups(groups: readonly Uint32Array[][], blockRows: number): Uint32Array[][] {
  const largest = groups.map((along) => Math.max(...along.map(({ length }) => length)));
  let room = Math.max(1, Math.floor(blockRows / sizeOf(largest)));
  const merged = groups.toReversed().map((along, axis) => {
    const count = Math.min(along.length, room);
    room = count < along.length ? 1 : Math.max(1, Math.floor(room / count));
    return joinRuns(along, count, axis === groups.length - 1);
  });
  return merged.reverse();
}

/** Joins runs of `count` groups; with `grows`, of one, two, four and so on up to that: what is asked for a glance comes soon. */
function joinRuns(groups: readonly Uint32Array[], count: number, grows: boolean): Uint32Array[] {
  const runs: Uint32Array[] = [];
  let size = grows ? 1 : count;
  for (let at = 0; at < groups.length; size = Math.min(2 * size, count)) {
    runs.push(concatenated(groups.slice(at, at + size)));
    at += size;
  }
  return runs;
}

function concatenated(parts: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function* combine(names: readonly string[], parts: readonly Uint32Array[][], block: Block): Generator<Block> {
  const [name, ...rest] = names;
  if (name === undefined) {
    yield block;
    return;
  }
  for (const indices of parts[0] ?? []) yield* combine(rest, parts.slice(1), new Map([...block, [name, indices]]));
}
