import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { getJson, putJson } from '../json-object.js';
import type { DatasetLock } from '../lock/dataset-lock.js';

/** Where the journal lies, in the ledger's folder. */
export const JOURNAL_KEY = 'journal/journal.json';

/** A document as it is to stand. */
export interface JournalText {
  readonly key: string;
  readonly text: string;
}

/** An object that changes while the transaction runs, and the key of its copy in the ledger's folder; `null` where it was not there. */
export interface KeptObject {
  readonly key: string;
  readonly copy: string | null;
}

/** A document that goes with a commit; in the ledger's folder unless told. */
export interface CompanionText extends JournalText {
  readonly inDataset?: boolean | undefined;
}

/** The document whose put makes the commit visible (or whose removal the removal), and the digest of what stood there before; `null` where nothing did. */
export interface RootChange {
  readonly key: string;
  readonly before: string | null;
}

/** Copies are being made, or are no longer needed: the cube is as it was before. Or a cube has gone, and none has come. */
export interface Preparing {
  readonly state: 'preparing';
  readonly copies: readonly string[];
}

/** Objects are being changed. Rolled back. */
export interface Writing {
  readonly state: 'writing';
  readonly created: readonly string[];
  readonly replaced: readonly KeptObject[];
}

/** All is decided; the documents follow. Rolled forward. */
export interface Committed extends Omit<Writing, 'state'> {
  readonly state: 'committed';
  readonly root: RootChange;
  /** In the order in which they are put. */
  readonly documents: readonly JournalText[];
  readonly companions: readonly CompanionText[];
  readonly removed: readonly string[];
}

/** A whole cube goes. Finished. */
export interface Clearing {
  readonly state: 'clearing';
  readonly root: RootChange;
  /** Keys of its documents, in the order in which they go. */
  readonly documents: readonly string[];
  /** Folders of its arrays. */
  readonly folders: readonly string[];
  readonly companions: readonly CompanionText[];
}

export type JournalState = Preparing | Writing | Committed | Clearing;

/** The document at {@link JOURNAL_KEY}. */
export type JournalDocument = JournalState & {
  readonly format: 1;
  readonly transaction: string;
  /** Of the lock under which it was written; later owners have greater ones. */
  readonly fence: number;
};

/**
 * The journal of one transaction. Every put is on the condition that the journal is as this writer left it, so a writer that lost
 * its lock cannot go on with the journal of the next.
 */
export class Journal {
  readonly transaction: string;
  readonly #ledger: Storage;
  readonly #lock: DatasetLock | undefined;
  readonly #dataset: string;
  #etag: string | undefined;
  #isThere: boolean;
  #document: JournalDocument | undefined;

  /** @param found what lies there already, where it is to be gone on with */
  constructor(place: JournalPlace, transaction: string, found?: FoundJournal) {
    this.transaction = transaction;
    this.#ledger = place.ledger;
    this.#lock = place.lock;
    this.#dataset = place.uri;
    this.#etag = found?.etag;
    this.#isThere = found !== undefined;
    this.#document = found?.document;
  }

  /** The state that was put last; `undefined` before the first. */
  get state(): JournalState | undefined {
    return this.#document;
  }

  /** @throws CO_LOCK_LOST */
  assertHeld(): void {
    this.#lock?.assertHeld();
  }

  /** Records a state. @throws CO_LOCK_LOST when another writer's journal is there */
  async put(state: JournalState): Promise<void> {
    this.assertHeld();
    const document: JournalDocument = {
      format: 1,
      transaction: this.transaction,
      fence: this.#lock?.fence ?? 0,
      ...state,
    };
    try {
      this.#etag = (await putJson(this.#ledger, JOURNAL_KEY, document, this.#condition())).etag;
    } catch (error) {
      if (!isCoded(error, 'CO_STORAGE_PRECONDITION', 'CO_STORAGE_NOT_FOUND')) throw error;
      const reason = 'another writer began a transaction';
      throw new CloudOptimisedError('CO_LOCK_LOST', { dataset: this.#dataset, reason }, { cause: error });
    }
    this.#isThere = true;
    this.#document = document;
  }

  /** The end of the transaction. */
  async remove(): Promise<void> {
    this.assertHeld();
    await this.#ledger.delete([JOURNAL_KEY]);
    this.#isThere = false;
    this.#document = undefined;
  }

  #condition() {
    if (!this.#isThere) return { ifAbsent: true };
    return this.#etag === undefined ? {} : { ifMatch: this.#etag };
  }
}

/** Where a journal lies, and under which lock it is written. */
export interface JournalPlace {
  readonly ledger: Storage;
  readonly lock?: DatasetLock | undefined;
  /** Address of the dataset, for messages. */
  readonly uri: string;
}

/** A journal that somebody left. */
export interface FoundJournal {
  readonly document: JournalDocument;
  readonly etag: string | undefined;
}

/** The journal that lies there. @throws CO_LEDGER_UNREADABLE */
export async function findJournal(ledger: Storage): Promise<FoundJournal | undefined> {
  const info = await ledger.head(JOURNAL_KEY);
  const document = info && (await getJson<JournalDocument>(ledger, JOURNAL_KEY));
  if (!info || !document) return undefined;
  if (document.format === 1) return { document, etag: info.etag };
  const reason = `its format is '${String(document.format)}', not 1`;
  throw new CloudOptimisedError('CO_LEDGER_UNREADABLE', { uri: ledger.root + JOURNAL_KEY, reason });
}
