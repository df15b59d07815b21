/**
 * Takes labels out of a cube.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Executor } from '../contracts/executor.js';
import { changeCube } from '../engine/cube/change-cube.js';
import { placeWithout } from '../engine/cube/place-rows.js';
import { planChanges } from '../engine/cube/plan.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { Cube } from '../model/zarr/array.js';
import { CommitPrelude } from './commit-prelude.js';
import { type CubeState, coordinateOf, readState } from './cube-state.js';
import { type Label, type LabelMeaning, labelMeaning } from './labels.js';
import { parseMoment } from './parse-moment.js';
import type { AppendRun } from './run.js';

/** What was deleted. */
export interface DeletedLabels {
  /** Address of the cube, without credentials. */
  readonly target: string;
  /** The labels that went, as people read them. */
  readonly labels: readonly string[];
  /** Labels that are left. */
  readonly length: number;
}

/**
 * Deletes labels, in one commit; what comes after them moves up. The slices that brought them can be appended again.
 *
 * @param wanted labels as people write them (`2024-01-31`, `2024-01-31T06:00`, `3.5`), or ranges of them, both ends included (`2024-01-01/2024-01-31`)
 * @throws CO_CUBE_LABEL for one that the cube does not have, CO_TARGET_MISSING, CO_LOCKED
 */
export async function deleteLabels(
  run: Omit<AppendRun, 'executor' | 'fileAt'>,
  executor: Executor,
  wanted: readonly string[],
): Promise<DeletedLabels> {
  const { config, places, shape, target, signal } = run;
  const lock = await DatasetLock.acquire(places.ledger, target, { wait: config.wait, signal });
  try {
    const transaction = await shape.store(lock).begin();
    if (!transaction.base) throw new CloudOptimisedError('CO_TARGET_MISSING', { uri: target });
    const cube = shape.view(transaction.base);
    const state = await readState(cube, shape.places, config.appendDimension);
    const { rows, meaning } = rowsOf(wanted, cube, state, run);
    const gone = [...rows].map((row) => state.labels.all[row] as Label);
    const report = { target, labels: gone.map(meaning.text), length: state.labels.length - rows.size };
    if (config.dryRun || rows.size === 0) return report;
    const placement = placeWithout(state.labels.length, rows);
    const { appendDimension } = config;
    const plan = planChanges({
      base: transaction.base,
      next: transaction.base,
      appendDimension,
      placement,
      sources: [],
    });
    const record = state.ledger.record(state.ledger.without(new Map(gone.map((label) => [label, undefined]))));
    const change = {
      next: plan.next,
      grid: state.grid,
      placement,
      refs: [],
      sources: [],
      entries: [],
      labels: new Map(),
    };
    const prelude = new CommitPrelude({
      transaction,
      run: { ...run, fileAt: noFile, executor: async () => executor },
      state,
      change,
      group: [],
    });
    const context = { change: randomUUID(), cube };
    await changeCube({
      transaction: prelude,
      executor,
      plan,
      sources: [],
      context,
      companions: () => record.companions,
    });
    return report;
  } finally {
    await lock.release();
  }
}

function noFile(uri: string): never {
  throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
}

/** The rows of labels and ranges. */
function rowsOf(
  wanted: readonly string[],
  cube: Cube,
  { labels }: CubeState,
  { config, target }: Pick<AppendRun, 'config' | 'target'>,
) {
  const dimension = config.appendDimension;
  const meaning = labelMeaning(coordinateOf(cube, dimension)?.attributes ?? {});
  const places = meaning.moments(labels.all) ?? labels.all;
  const rows = new Set<number>();
  for (const text of wanted) {
    const [from, to] = text.includes('/') ? text.split('/') : [text, text];
    const [first, last] = [placeOf(from, meaning, labels.all), placeOf(to, meaning, labels.all)];
    let found = 0;
    for (const [row, place] of places.entries()) {
      if (first === undefined || last === undefined || place < first || place > last) continue;
      rows.add(row);
      found++;
    }
    if (found === 0)
      throw new CloudOptimisedError('CO_CUBE_LABEL', {
        uri: target,
        dimension,
        label: text,
        reason: 'is not in the cube',
        fault: 'absent',
      });
  }
  return { rows, meaning };
}

/** A label that a person wrote, as moments, numbers or texts are compared. */
function placeOf(text: string | undefined, meaning: LabelMeaning, labels: readonly Label[]): Label | undefined {
  if (text === undefined) return undefined;
  if (meaning.moments([]) !== undefined) return parseMoment(text);
  if (typeof labels[0] === 'string') return text;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}
