import { checkFit } from '../../engine/cube/fit-check.js';
import { gridOf, labelsFor } from '../../engine/cube/labels-for.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import { CloudOptimisedError, describeError, type Failure } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube } from '../../model/zarr/array.js';
import type { CubeHandler } from './cube-handler.js';
import type { CubeState } from './cube-state.js';
import { designBatch } from './design-batch.js';
import type { OutlinedSource } from './outline-source.js';
import { checkCoordinates } from './same-coordinates.js';
import { TIME_UNITS } from './timeless.js';

/** A source that fits into the cube. */
export interface FittingSource {
  readonly outlined: OutlinedSource;
  readonly outline: SourceOutline;
  /** As the cube stores them. */
  readonly labels: StoredArray;
  readonly warnings: readonly string[];
}

/** A source that cannot become part of the cube. */
export interface UnfitSource {
  readonly outlined: OutlinedSource;
  readonly failure: Failure;
}

/** The cube that a batch is to make, and which sources fit into it. */
export interface FittedBatch {
  /** `undefined` where none fits and there was no cube. */
  readonly cube: Cube | undefined;
  readonly fitting: readonly FittingSource[];
  readonly unfit: readonly UnfitSource[];
}

/** Sees which sources fit into the cube, or into a new one that the first fitting source lays out. */
export async function fitBatch(
  sources: readonly OutlinedSource[],
  state: CubeState,
  handler: CubeHandler,
): Promise<FittedBatch> {
  const unfit: UnfitSource[] = [];
  let left = sources.filter(hasOutline);
  while (left.length > 0) {
    const [first, ...others] = left as [Outlined, ...Outlined[]];
    try {
      const outlines = others.map(({ outline }) => outline);
      const cube = designBatch(state.cube, first.outline, outlines, handler);
      const grid = new Map([...gridOf(first.outline, cube, handler.appendDimension), ...(await state.grid())]);
      const digests = new Map([...first.digests, ...(await state.digests())]);
      const checked = left.map((outlined) => check(outlined, cube, { grid, digests }, handler));
      // What does not fit into a cube that it laid out itself lays out none.
      if (!state.cube && checked[0] && 'failure' in checked[0]) throw new UnfitFirst(checked[0].failure);
      return {
        cube,
        fitting: checked.filter((one) => 'labels' in one),
        unfit: [...unfit, ...checked.filter((one) => 'failure' in one)],
      };
    } catch (error) {
      const failure = error instanceof UnfitFirst ? error.failure : describeError(error);
      unfit.push({ outlined: first, failure });
      left = others;
    }
  }
  return { cube: state.cube, fitting: [], unfit };
}

class UnfitFirst extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

type Outlined = OutlinedSource & { readonly outline: SourceOutline };

function hasOutline(outlined: OutlinedSource): outlined is Outlined {
  return outlined.outline !== undefined;
}

/** What does not vary along the append dimension, as the cube has it. */
interface FixedValues {
  readonly grid: ReadonlyMap<string, StoredArray>;
  readonly digests: ReadonlyMap<string, string>;
}

function check(
  outlined: Outlined,
  cube: Cube,
  { grid, digests }: FixedValues,
  { appendDimension, rules: { tolerance } }: CubeHandler,
): FittingSource | UnfitSource {
  const { outline } = outlined;
  try {
    checkCoordinates(outline, cube);
    const { warnings } = checkFit(outline, cube, { appendDimension, grid, tolerance });
    for (const [name, digest] of outlined.digests)
      checkDigest(outline, cube, name, digest, digests.get(name), appendDimension);
    checkTimeUnits(outline, cube);
    return { outlined, outline, labels: labelsFor(outline, cube, appendDimension), warnings };
  } catch (error) {
    return { outlined, failure: describeError(error) };
  }
}

/** What the cube holds once must be the same in each file. */
function checkDigest(
  { uri }: SourceOutline,
  cube: Cube,
  variable: string,
  digest: string,
  expected: string | undefined,
  append: string,
): void {
  const isOnce = cube.arrays.get(variable)?.dimensions.includes(append) === false;
  if (!isOnce || expected === undefined || digest === expected) return;
  const reason = `the cube holds it once, because it does not vary along '${append}', and its values are others than those there (to keep those of each file, add '${append}' to its 'dims' in the schema, and begin the cube anew)`;
  throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable, reason });
}

/** Numbers that are kept although they look like times must count from the same moment. */
function checkTimeUnits({ uri, variables }: SourceOutline, cube: Cube): void {
  for (const [name, { attributes }] of variables) {
    const units = attributeText(attributes, TIME_UNITS);
    const expected = cube.arrays.get(name)?.attributes[TIME_UNITS];
    if (units === undefined || expected === undefined || units === expected) continue;
    const reason = `it counts '${units}', in the cube '${String(expected)}'`;
    throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable: name, reason });
  }
}
