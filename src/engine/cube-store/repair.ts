import { CloudOptimisedError } from '../../errors/index.js';
import {
  type Clearing,
  type Committed,
  type FoundJournal,
  findJournal,
  JOURNAL_KEY,
  Journal,
  type JournalDocument,
  type JournalPlace,
} from './journal.js';
import type { CubePlaces } from './kept-objects.js';
import { finishCommit, putRoot, putRootAgain, removeCube, rollBack } from './roll.js';
import { readRoot } from './watched-roots.js';

/** What was found, and done about it. */
export type Repair =
  | { readonly outcome: 'clean' }
  /** An unfinished transaction was undone: so many objects removed, so many put back. */
  | { readonly outcome: 'rolledBack'; readonly created: number; readonly replaced: number }
  /** A recorded commit was finished: so many documents, and objects that it does without. */
  | { readonly outcome: 'rolledForward'; readonly documents: number; readonly removed: number }
  /** The removal of a whole cube was finished. */
  | { readonly outcome: 'cleared' };

/** Which way to go where that cannot be told: with the commit, or back to the state before it. */
export type Decision = 'forward' | 'back';

export type RepairPlace = CubePlaces & JournalPlace;

/**
 * Repairs what a crash left: undoes what was not committed, finishes what was. Doing it twice, or being killed while doing it, does no
 * harm. The caller holds the dataset's lock.
 *
 * @throws CO_LOCK_LOST when a later owner of the lock is at work, CO_CUBE_UNDECIDED when another program changed the cube amid an
 * unfinished commit and `decision` does not tell what to do
 */
export async function repair(place: RepairPlace, decision?: Decision): Promise<Repair> {
  await place.ledger.removeLeftovers?.([JOURNAL_KEY, 'lock.json']);
  const found = await findJournal(place.ledger);
  if (!found) return { outcome: 'clean' };
  refuseLater(place, found);
  await removeLeftovers(place, found.document);
  return await roll(place, found, decision);
}

/** As the state of the journal demands. */
export async function roll(place: RepairPlace, found: FoundJournal, decision?: Decision): Promise<Repair> {
  const { document } = found;
  const journal = new Journal(place, document.transaction, found);
  if (document.state === 'clearing') return await goOnClearing(place, journal, document, decision);
  if (document.state === 'committed' && (await isForward(place, journal, document, decision))) {
    await finishCommit(place, journal, document);
    return { outcome: 'rolledForward', documents: document.documents.length, removed: document.removed.length };
  }
  await rollBack(place, journal, document);
  const { created, replaced } = document.state === 'preparing' ? { created: [], replaced: [] } : document;
  return { outcome: 'rolledBack', created: created.length, replaced: replaced.length };
}

/** Where another cube has come in its place, that one is not to go. */
async function goOnClearing(
  place: RepairPlace,
  journal: Journal,
  state: Clearing,
  decision: Decision | undefined,
): Promise<Repair> {
  const found = await readRoot(place.dataset, state.root.key);
  const isOther = found !== undefined && found.seen.digest !== state.root.before;
  if (isOther && decision === undefined) throw new CloudOptimisedError('CO_CUBE_UNDECIDED', { uri: place.uri });
  const isKept = isOther && decision === 'back';
  if (!isKept) await removeCube(place, journal, state);
  await journal.remove();
  return isKept ? { outcome: 'rolledBack', created: 0, replaced: 0 } : { outcome: 'cleared' };
}

/** Whether the commit's root document stands now. */
async function isForward(
  place: RepairPlace,
  journal: Journal,
  state: Committed & JournalDocument,
  decision: Decision | undefined,
): Promise<boolean> {
  const outcome = await putRootAgain(place, journal, state);
  if (outcome === 'put') return true;
  if (outcome !== 'refused') throw outcome;
  if (decision === undefined) throw new CloudOptimisedError('CO_CUBE_UNDECIDED', { uri: place.uri });
  if (decision === 'back') return false;
  const found = await readRoot(place.dataset, state.root.key);
  if ((await putRoot(place, journal, state, found?.seen)) === 'put') return true;
  throw new CloudOptimisedError('CO_CUBE_CONFLICT', { uri: place.uri });
}

function refuseLater({ lock, uri }: RepairPlace, { document }: FoundJournal): void {
  if (lock && document.fence > lock.fence)
    throw new CloudOptimisedError('CO_LOCK_LOST', { dataset: uri, reason: 'a later writer began a transaction' });
}

/** Half-written files lie beside those that they were to become. */
async function removeLeftovers({ dataset, ledger }: RepairPlace, document: JournalDocument): Promise<void> {
  const { inDataset, inLedger } = keysOf(document);
  await dataset.removeLeftovers?.(inDataset);
  await ledger.removeLeftovers?.(inLedger);
}

function keysOf(document: JournalDocument): { inDataset: readonly string[]; inLedger: readonly string[] } {
  if (document.state === 'preparing') return { inDataset: [], inLedger: document.copies };
  const all = document.state === 'writing' ? [] : document.companions;
  const beside = all.filter(({ inDataset }) => inDataset).map(({ key }) => key);
  const companions = all.filter(({ inDataset }) => !inDataset).map(({ key }) => key);
  if (document.state === 'clearing') return { inDataset: [...document.documents, ...beside], inLedger: companions };
  const { created, replaced } = document;
  const documents = document.state === 'committed' ? document.documents : [];
  return {
    inDataset: [...created, ...replaced.map(({ key }) => key), ...documents.map(({ key }) => key), ...beside],
    inLedger: [...companions, ...replaced.flatMap(({ copy }) => copy ?? [])],
  };
}
