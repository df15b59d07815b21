import { refusalError } from '../../engine/cube/place.js';
import { describeError } from '../../errors/index.js';
import type { Cube } from '../../model/zarr/array.js';
import type { CubeRun } from './cube-run.js';
import { type FittingSource, fitBatch, type UnfitSource } from './fit-batch.js';
import type { OutlinedSource } from './outline-source.js';
import { type PlacedBatch, placeBatch } from './place-batch.js';

/** A batch that is ready to be written: each source fits, and each of its steps has a place. */
export interface ReadyBatch {
  readonly cube: Cube;
  readonly sources: readonly FittingSource[];
  readonly placed: PlacedBatch;
}

/** What is ready, and what is not. */
export interface PreparedBatch {
  /** `undefined` where nothing is left. */
  readonly ready: ReadyBatch | undefined;
  readonly unfit: readonly UnfitSource[];
}

/** Finds what fits and where it goes. What has no place is taken away, and the rest is looked at again: it may come to fit better. */
export async function prepareBatch(cube: CubeRun, outlined: readonly OutlinedSource[]): Promise<PreparedBatch> {
  const unfit: UnfitSource[] = [];
  for (let left = outlined; left.length > 0; ) {
    const fitted = await fitBatch(left, cube.state, cube.handler);
    unfit.push(...fitted.unfit);
    if (!fitted.cube || fitted.fitting.length === 0) break;
    const sources = fitted.fitting;
    const placed = place(cube, sources);
    if (placed.refused.length === 0) return { unfit, ready: { cube: fitted.cube, sources, placed } };
    const refused = refusedSources(cube, sources, placed);
    unfit.push(...refused);
    const gone = new Set(refused.map((source) => source.outlined));
    left = sources.map((source) => source.outlined).filter((source) => !gone.has(source));
  }
  return { unfit, ready: undefined };
}

function place({ state, handler, run }: CubeRun, sources: readonly FittingSource[]): PlacedBatch {
  return placeBatch({
    existing: state.labels,
    brought: sources.map(({ labels }) => labels),
    replaced: sources.map(({ outlined: { source } }) => {
      const previous = run.ledger.entry(source.uri);
      return previous ? handler.deleteExisting(previous) : [];
    }),
    ifExists: handler.rules.ifExists,
  });
}

function refusedSources(
  { handler }: CubeRun,
  sources: readonly FittingSource[],
  { refused }: PlacedBatch,
): UnfitSource[] {
  return refused.flatMap((refusal) => {
    const outlined = sources[refusal.source]?.outlined;
    if (!outlined) return [];
    const place = { uri: outlined.source.uri, dimension: handler.appendDimension };
    return [{ outlined, failure: describeError(refusalError(refusal, place)) }];
  });
}
