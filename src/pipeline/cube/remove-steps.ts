import type { Executor } from '../../contracts/executor.js';
import type { LedgerCommit } from '../../contracts/ledger.js';
import type { SourceFile } from '../../contracts/reader.js';
import type { Storage } from '../../contracts/storage.js';
import { changeCube } from '../../engine/cube/change-cube.js';
import { WRITE_CHUNKS, type WriteChunksInput, writeChunks } from '../../engine/cube/change-task.js';
import { ObjectCoders } from '../../engine/cube/object-codec.js';
import { placeWithout } from '../../engine/cube/place-rows.js';
import { planChanges } from '../../engine/cube/plan.js';
import type { ZarrCubeStore } from '../../engine/cube-store/zarr-cube-store.js';
import type { Ledger } from '../../engine/ledger/ledger.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { InlineExecutor } from '../../execution/inline-executor.js';
import { createObjectCoder } from '../../formats/zarr/index.js';
import { newBatchId } from '../run-batches.js';
import type { CubeRun } from './cube-run.js';
import { type CubeState, labelTexts } from './cube-state.js';

/** A cube that steps are taken out of. */
export interface CubeToShorten {
  readonly store: ZarrCubeStore;
  readonly state: CubeState;
  readonly ledger: Ledger;
  readonly executor: Executor;
  readonly appendDimension: string;
}

/** Takes steps out of a cube, and records why, in one commit. */
export async function removeSteps(cube: CubeToShorten, rows: readonly number[], commit: LedgerCommit): Promise<void> {
  const { store, state, ledger, executor, appendDimension } = cube;
  const batch = newBatchId();
  if (rows.length === 0) return ledger.commit(batch, commit);
  const placement = placeWithout(state.labels.length, rows);
  const transaction = await store.begin();
  if (!transaction.base) return ledger.commit(batch, commit);
  const plan = planChanges({ base: transaction.base, next: transaction.base, appendDimension, placement, sources: [] });
  const prepared = ledger.prepare(batch, commit);
  await changeCube({
    transaction,
    executor,
    plan,
    sources: [],
    context: { cube: plan.next },
    companions: () => [prepared],
  });
  ledger.apply(prepared);
  state.committed(plan.next, placement, []);
}

/** Takes out all steps that these sources did not bring: those of others, and those that nobody is known to have brought. */
export async function removeOtherSteps(cube: CubeRun, sources: readonly SourceFile[]): Promise<void> {
  const { run, handler, state } = cube;
  const current = new Set(sources.map(({ uri }) => uri));
  const forgotten = [...run.ledger.entries()].map(({ source }) => source).filter((source) => !current.has(source));
  const rows = labelTexts(state.labels).flatMap((label, row) => (current.has(state.ownerOf(label) ?? '') ? [] : [row]));
  if (rows.length + forgotten.length === 0) return;
  const { ledger, executor } = run;
  run.lock.assertHeld();
  await removeSteps({ store: cube.store, state, ledger, executor, appendDimension: handler.appendDimension }, rows, {
    entries: [],
    forgotten,
    failures: [],
    removals: [],
  });
}

/** The rows that have one of these labels. */
export function rowsWith(state: CubeState, labels: readonly string[]): number[] {
  const wanted = new Set(labels);
  return labelTexts(state.labels).flatMap((label, row) => (wanted.has(label) ? [row] : []));
}

/** Writes the chunks of a cube in this thread, from what the cube has alone. */
export function shorteningExecutor(dataset: Storage, ledger: Storage): Executor {
  const coders = new ObjectCoders(createObjectCoder);
  const open = async (): Promise<never> => {
    throw new CloudOptimisedError('CO_UNEXPECTED', { reason: 'taking steps out needs no source' });
  };
  return new InlineExecutor({
    [WRITE_CHUNKS]: (input: WriteChunksInput) => writeChunks(input, { dataset, ledger, coders, open }),
  });
}
