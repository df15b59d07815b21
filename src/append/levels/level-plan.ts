/**
 * What the levels of a pyramid are.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { isInteger } from '../../model/data-type.js';
import type { Cube, JsonAttributes, ZarrArray } from '../../model/zarr/array.js';
import type { AggregationMethod } from '../config/append-config.js';

/** How a pyramid is made. Plain data: it goes to workers. */
export interface PyramidPlan {
  /** Number of levels; `undefined` until the first slice tells. */
  readonly count: number | undefined;
  readonly x: string | undefined;
  readonly y: string | undefined;
  /** Width and height of a tile: the size at which there are no further levels. */
  readonly tile: readonly [width: number, height: number] | undefined;
  /** By variable; `*` for those not named. */
  readonly aggregation: Readonly<Record<string, AggregationMethod>>;
  /** Whether each level is made from the one before. */
  readonly fromPrevious: boolean;
}

/** One level of an array. */
export interface ArrayLevel {
  readonly name: string;
  readonly array: ZarrArray;
  readonly method: AggregationMethod;
  /** How many cells of the full resolution become one, for each axis. */
  readonly factors: readonly number[];
}

/** The horizontal dimensions of a cube: those configured, or else the last two of the variable with most. */
export function horizontal(plan: PyramidPlan, { arrays }: Cube): { readonly x: string; readonly y: string } {
  if (plan.x !== undefined && plan.y !== undefined) return { x: plan.x, y: plan.y };
  let widest: readonly string[] = [];
  for (const { dimensions } of arrays.values()) if (dimensions.length > widest.length) widest = dimensions;
  const [y, x] = widest.slice(-2);
  if (widest.length >= 2 && x !== undefined && y !== undefined) return { x, y };
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', {
    array: 'levels',
    reason: 'no variable has two horizontal dimensions',
  });
}

/** As many levels as it takes until one fits into a tile. */
export function countOf(plan: PyramidPlan, cube: Cube): number {
  if (plan.count !== undefined) return plan.count;
  const { x, y } = horizontal(plan, cube);
  const [width, height] = plan.tile ?? tileOf(cube, x, y);
  let count = 1;
  for (let [w, h] = [lengthOf(cube, x), lengthOf(cube, y)]; w > width || h > height; count++)
    [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)];
  return count;
}

function tileOf({ arrays }: Cube, x: string, y: string): [number, number] {
  for (const { dimensions, chunks } of arrays.values()) {
    const [w, h] = [chunks[dimensions.indexOf(x)], chunks[dimensions.indexOf(y)]];
    if (w !== undefined && h !== undefined) return [w, h];
  }
  return [512, 512];
}

function lengthOf({ arrays }: Cube, dimension: string): number {
  for (const { dimensions, shape } of arrays.values()) {
    const axis = dimensions.indexOf(dimension);
    if (axis >= 0) return shape[axis] ?? 0;
  }
  return 0;
}

/** The arrays of one level. Bounds of cells do not hold for larger ones, and are left out of the levels above the full resolution. */
export function levelOf(plan: PyramidPlan, cube: Cube, level: number): ArrayLevel[] {
  if (level === 0)
    return [...cube.arrays].map(([name, array]) => ({
      name,
      array,
      method: 'first',
      factors: array.shape.map(() => 1),
    }));
  const { x, y } = horizontal(plan, cube);
  const isShrunk = (dimension: string) => dimension === x || dimension === y;
  const bounds = boundsOf(cube, isShrunk);
  return [...cube.arrays]
    .filter(([name]) => !bounds.has(name))
    .map(([name, array]) => {
      const factors = array.dimensions.map((dimension) => (isShrunk(dimension) ? 2 ** level : 1));
      const method = methodOf(plan, name, array, cube);
      return { name, array: shrunk(array, factors, bounds), method, factors };
    });
}

function boundsOf({ arrays }: Cube, isShrunk: (dimension: string) => boolean): Set<string> {
  const named = [...arrays.values()].flatMap(({ attributes: { bounds } }) =>
    typeof bounds === 'string' ? [bounds] : [],
  );
  return new Set(named.filter((name) => arrays.get(name)?.dimensions.some(isShrunk)));
}

function shrunk(array: ZarrArray, factors: readonly number[], bounds: ReadonlySet<string>): ZarrArray {
  const shape = array.shape.map((length, axis) => Math.ceil(length / (factors[axis] ?? 1)));
  const fit = (chunk: number, axis: number) =>
    factors[axis] === 1 ? chunk : Math.max(1, Math.min(chunk, shape[axis] ?? 1));
  const chunks = array.chunks.map(fit);
  const { shards, ...others } = array;
  // A shard is whole chunks: where these shrank, it is as many of them as still make sense.
  const whole = shards?.map((length, axis) => {
    const chunk = chunks[axis] as number;
    return Math.min(Math.ceil(length / chunk), Math.max(1, Math.ceil((shape[axis] as number) / chunk))) * chunk;
  });
  const kept = shards?.map((length, axis) => (factors[axis] === 1 ? length : (whole?.[axis] as number)));
  return {
    ...others,
    shape,
    chunks,
    ...(kept && { shards: kept }),
    attributes: withoutBounds(array.attributes, bounds),
  };
}

function withoutBounds(attributes: JsonAttributes, gone: ReadonlySet<string>): JsonAttributes {
  const { bounds, ...others } = attributes;
  return typeof bounds === 'string' && gone.has(bounds) ? others : attributes;
}

/** Without a word in the config: the mean of numbers, packed ones too, and the first of what counts or names. */
function methodOf(
  { aggregation }: PyramidPlan,
  name: string,
  { attributes, type, dimensions }: ZarrArray,
  cube: Cube,
): AggregationMethod {
  const asked = aggregation[name] ?? forAll(name, dimensions, cube, aggregation['*']);
  if (asked) return asked;
  const isPacked = attributes.scale_factor !== undefined || attributes.add_offset !== undefined;
  const isFlag = attributes.flag_values !== undefined || attributes.flag_masks !== undefined;
  return /^float/.test(type) || (isInteger(type) && isPacked && !isFlag) ? 'mean' : 'first';
}

/** Coordinates are means of places, unless places are taken as they are. */
function forAll(name: string, dimensions: readonly string[], cube: Cube, method: AggregationMethod | undefined) {
  return method !== 'first' && isCoordinate(name, dimensions, cube) ? undefined : method;
}

function isCoordinate(name: string, dimensions: readonly string[], { arrays }: Cube): boolean {
  return (
    dimensions.includes(name) ||
    [...arrays.values()].some(({ attributes: { coordinates } }) => `${coordinates ?? ''}`.split(/\s+/).includes(name))
  );
}
