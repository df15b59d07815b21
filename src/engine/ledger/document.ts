/**
 * The documents that a ledger is stored in. Objects of one source share a stem (`<stem>.parquet` in each of its folders),
 * and many sources share folders: a document holds each once.
 *
 * @module
 */
import type { LedgerCommit, LedgerEntry, LedgerFailure } from '../../contracts/ledger.js';

/** One committed batch, or several merged into one. */
export interface LedgerDocument {
  readonly format: 1;
  /** Later documents override earlier ones. */
  readonly sequence: number;
  /** Names of the documents that this one stands for. */
  readonly merges: readonly string[];
  readonly directories: readonly string[];
  readonly entries: readonly StoredEntry[];
  readonly forgotten: readonly string[];
  readonly failures: readonly LedgerFailure[];
  /** Objects still to be removed; empty once they are. */
  readonly removals: readonly string[];
}

/** A {@link LedgerEntry} whose objects are `directories[i]/<file>` for each pair of `objects`. */
interface StoredEntry extends Omit<LedgerEntry, 'objects'> {
  readonly file: string;
  /** Positions in `directories`. */
  readonly objects: readonly number[];
}

/** Packs a commit into a document. */
export function toDocument(commit: LedgerCommit, sequence: number, merges: readonly string[] = []): LedgerDocument {
  const positions = new Map<string, number>();
  const entries = commit.entries.flatMap((entry) => storeEntry(entry, positions));
  const { forgotten, failures, removals } = commit;
  return { format: 1, sequence, merges, directories: [...positions.keys()], entries, forgotten, failures, removals };
}

/** One stored entry for each file name of an entry: one, unless a handler wrote several files into a folder. */
function storeEntry(entry: LedgerEntry, positions: Map<string, number>): StoredEntry[] {
  const { objects, ...rest } = entry;
  const files = new Map<string, number[]>(objects.length === 0 ? [['', []]] : []);
  for (const key of objects) {
    const slash = key.lastIndexOf('/');
    const file = key.slice(slash + 1);
    const at = files.get(file) ?? [];
    at.push(positionOf(key.slice(0, Math.max(slash, 0)), positions));
    files.set(file, at);
  }
  return Array.from(files, ([file, at]) => ({ ...rest, file, objects: at }));
}

function positionOf(directory: string, positions: Map<string, number>): number {
  const known = positions.get(directory);
  if (known !== undefined) return known;
  positions.set(directory, positions.size);
  return positions.size - 1;
}

/** Entries of a document as the ledger keeps them in memory: the text of each folder is shared between all of them. */
export class StoredLedgerEntry implements LedgerEntry {
  readonly source: string;
  readonly size: number;
  readonly version: string;
  readonly config: string;
  readonly rows: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly labels: readonly string[] | undefined;
  readonly lost: readonly string[] | undefined;
  readonly #directories: readonly string[];
  readonly #files: { file: string; objects: readonly number[] }[];

  constructor(stored: StoredEntry, directories: readonly string[]) {
    ({
      source: this.source,
      size: this.size,
      version: this.version,
      config: this.config,
      rows: this.rows,
      dropped: this.dropped,
      labels: this.labels,
      lost: this.lost,
    } = stored);
    this.#directories = directories;
    this.#files = [{ file: stored.file, objects: stored.objects }];
  }

  /** Adds a further file name of the same source and document. */
  add(stored: StoredEntry): void {
    this.#files.push({ file: stored.file, objects: stored.objects });
  }

  get objects(): readonly string[] {
    return this.#files.flatMap(({ file, objects }) =>
      objects.map((at) => {
        const directory = this.#directories[at];
        return directory ? `${directory}/${file}` : file;
      }),
    );
  }
}

/** The entries of a document by source. */
export function entriesOf(document: LedgerDocument): Map<string, LedgerEntry> {
  const entries = new Map<string, StoredLedgerEntry>();
  for (const stored of document.entries) {
    const known = entries.get(stored.source);
    if (known) known.add(stored);
    else entries.set(stored.source, new StoredLedgerEntry(stored, document.directories));
  }
  return entries;
}
