import { type Decision, type Repair, type RepairPlace, repair } from './repair.js';

/** How to repair a cube. */
export interface RecoverOptions {
  /** Which way to go where another program changed the cube amid an unfinished commit. */
  readonly decision?: Decision | undefined;
}

/**
 * Repairs what a crash left of a transaction on a cube, as the next run would. The caller holds the dataset's lock.
 *
 * @throws CO_LOCK_LOST, CO_CUBE_UNDECIDED, CO_CUBE_CONFLICT, CO_LEDGER_UNREADABLE, or a storage error
 */
export async function recoverCube(place: RepairPlace, { decision }: RecoverOptions = {}): Promise<Repair> {
  return await repair(place, decision);
}
