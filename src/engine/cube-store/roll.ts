import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { inParallel } from './in-parallel.js';
import type { Clearing, Committed, CompanionText, Journal, JournalText, Preparing, Writing } from './journal.js';
import { type CubePlaces, putBack } from './kept-objects.js';
import { digestOf, readRoot, type SeenRoot } from './watched-roots.js';

/** What the root put of a commit came to: it stands, another writer was first, or there was no room for it. */
export type RootOutcome = 'put' | 'refused' | CloudOptimisedError<'CO_STORAGE_FULL'>;

/**
 * Undoes what a transaction wrote. First what it created, which makes room on a full disk. Once all is back the journal says that
 * the copies are no longer needed, so that a second roll-back does not look for those that the first removed.
 */
export async function rollBack(places: CubePlaces, journal: Journal, state: Preparing | Writing | Committed) {
  journal.assertHeld();
  if (state.state === 'preparing') return await dropCopies(places, journal, state.copies);
  await places.dataset.delete(state.created);
  await putBack(places, state.replaced);
  const copies = copiesOf(state);
  if (copies.length > 0) await journal.put({ state: 'preparing', copies });
  await dropCopies(places, journal, copies);
}

/** Finishes a commit whose root document is put. */
export async function finishCommit(places: CubePlaces, journal: Journal, state: Committed): Promise<void> {
  journal.assertHeld();
  await putTexts(places.dataset, afterRoot(state));
  await putCompanions(places, state.companions);
  await places.dataset.delete(state.removed);
  await dropCopies(places, journal, copiesOf(state));
}

/** Puts what comes before the root document (of a new cube without consolidation), and the root document. */
export async function putRoot(
  places: CubePlaces,
  journal: Journal,
  state: Committed,
  seen: SeenRoot | undefined,
): Promise<RootOutcome> {
  journal.assertHeld();
  await putTexts(places.dataset, beforeRoot(state));
  const condition = seen ? ifMatch(seen) : { ifAbsent: true };
  try {
    await places.dataset.put(state.root.key, encode(rootText(state)), condition);
    return 'put';
  } catch (error) {
    if (isCoded(error, 'CO_STORAGE_PRECONDITION', 'CO_STORAGE_NOT_FOUND')) return 'refused';
    if (isFull(error)) return error;
    throw error;
  }
}

/** As `putRoot`, after a crash: it may be put already. */
export async function putRootAgain(places: CubePlaces, journal: Journal, state: Committed): Promise<RootOutcome> {
  const found = await readRoot(places.dataset, state.root.key);
  if (found?.seen.digest === digestOf(rootText(state))) return 'put';
  if ((found?.seen.digest ?? null) !== state.root.before) return 'refused';
  return await putRoot(places, journal, state, found?.seen);
}

/** Takes back the documents that came before a root document which was refused. */
export async function takeBackDocuments({ dataset }: CubePlaces, state: Committed): Promise<void> {
  for (const { key, text } of beforeRoot(state)) {
    const bytes = await dataset.get(key);
    if (bytes && digestOf(bytes) === digestOf(text)) await dataset.delete([key]);
  }
}

/** Removes a whole cube: documents first, in their order, since readers find the rest through them. The journal stays. */
export async function removeCube({ dataset, ledger }: CubePlaces, journal: Journal, state: Clearing): Promise<void> {
  journal.assertHeld();
  for (const key of state.documents) await dataset.delete([key]);
  await putCompanions({ dataset, ledger }, state.companions);
  for (const folder of state.folders) await dataset.delete(await keysBelow(dataset, folder));
}

async function keysBelow(storage: Storage, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(folder)) keys.push(key);
  return keys;
}

async function putCompanions({ dataset, ledger }: CubePlaces, companions: readonly CompanionText[]): Promise<void> {
  await putTexts(
    dataset,
    companions.filter(({ inDataset }) => inDataset),
  );
  await putTexts(
    ledger,
    companions.filter(({ inDataset }) => !inDataset),
  );
}

async function dropCopies({ ledger }: CubePlaces, journal: Journal, copies: readonly string[]): Promise<void> {
  if (copies.length > 0) await ledger.delete(copies);
  await journal.remove();
}

function copiesOf({ replaced }: Pick<Writing, 'replaced'>): string[] {
  return replaced.flatMap(({ copy }) => (copy === null ? [] : [copy]));
}

function rootText({ documents, root }: Committed): string {
  const found = documents.find(({ key }) => key === root.key);
  if (!found)
    throw new CloudOptimisedError('CO_LEDGER_UNREADABLE', { uri: 'journal', reason: `it lacks '${root.key}'` });
  return found.text;
}

function rootPosition({ documents, root }: Committed): number {
  return documents.findIndex(({ key }) => key === root.key);
}

const beforeRoot = (state: Committed) => state.documents.slice(0, rootPosition(state));
const afterRoot = (state: Committed) => state.documents.slice(rootPosition(state) + 1);

/** `.zgroup`, which readers look for first, is the last of the documents: the order is kept there. */
async function putTexts(storage: Storage, texts: readonly JournalText[]): Promise<void> {
  const last = texts.at(-1);
  await inParallel(texts.slice(0, -1), ({ key, text }) => storage.put(key, encode(text)));
  if (last) await storage.put(last.key, encode(last.text));
}

/** Of all failures the one that tells for sure that nothing was put. */
function isFull(error: unknown): error is CloudOptimisedError<'CO_STORAGE_FULL'> {
  return isCoded(error, 'CO_STORAGE_FULL');
}

function ifMatch({ etag }: SeenRoot) {
  return etag === undefined ? {} : { ifMatch: etag };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
