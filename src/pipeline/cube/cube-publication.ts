import type { SourceFile } from '../../contracts/reader.js';
import { ZarrCubeStore } from '../../engine/cube-store/zarr-cube-store.js';
import { Ledger } from '../../engine/ledger/ledger.js';
import type { DatasetLock } from '../../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Handler } from '../handler.js';
import type { Publication, PublicationPlace } from '../publication.js';
import type { Run } from '../run.js';
import { CubeHandler } from './cube-handler.js';
import type { CubeRun } from './cube-run.js';
import { CubeState } from './cube-state.js';
import { removeOtherSteps } from './remove-steps.js';
import { runCubeBatches } from './run-cube-batches.js';

/** Bytes of files for which a further worker pays. */
const TASK_BYTES = 8 << 20;

/** Publishes sources as steps of one cube. @throws CO_HANDLER_FORMAT where the handler knows nothing of cubes */
export function cubePublication(place: PublicationPlace, handler: Handler): Publication {
  if (!(handler instanceof CubeHandler)) {
    const { name } = handler.constructor;
    throw new CloudOptimisedError('CO_HANDLER_FORMAT', { name, writes: 'no cubes', wanted: 'zarr' });
  }
  return new CubePublication(place, handler);
}

class CubePublication implements Publication {
  readonly #place: PublicationPlace;
  readonly #handler: CubeHandler;

  constructor(place: PublicationPlace, handler: CubeHandler) {
    this.#place = place;
    this.#handler = handler;
  }

  async open(lock: DatasetLock): Promise<Ledger> {
    const { repaired } = await this.#storeUnder(lock).begin();
    if (repaired.outcome !== 'clean') this.#place.observer({ type: 'notice', message: messageOf(repaired.outcome) });
    return Ledger.open(this.#place.ledger);
  }

  /** The chunks of a single large file are work for all workers. */
  tasksOf(todo: readonly SourceFile[]): number {
    const bytes = todo.reduce((sum, { size }) => sum + size, 0);
    return Math.max(todo.length, Math.ceil(bytes / TASK_BYTES));
  }

  async publish(run: Run, todo: readonly SourceFile[]): Promise<void> {
    if (todo.length > 0) await runCubeBatches(await this.#begin(run), todo);
  }

  async removeEverythingElse(run: Run, sources: readonly SourceFile[]): Promise<void> {
    await removeOtherSteps(await this.#begin(run), sources);
  }

  async #begin(run: Run): Promise<CubeRun> {
    const handler = this.#handler;
    const store = this.#storeUnder(run.lock);
    const { dataset, target: uri } = this.#place;
    const state = await CubeState.read({ uri, dataset }, handler.appendDimension, await store.read(), run.ledger);
    return { run, handler, store, state };
  }

  #storeUnder(lock: DatasetLock): ZarrCubeStore {
    const { dataset, ledger, target: uri } = this.#place;
    return new ZarrCubeStore({ dataset, ledger, uri, lock });
  }
}

function messageOf(outcome: string): string {
  if (outcome === 'rolledForward') return 'repaired an interrupted run: finished its last commit';
  return 'repaired an interrupted run: put everything back as its last commit had left it';
}
