import type { LedgerEntry } from '../../contracts/ledger.js';
import type { Ledger } from '../../engine/ledger/ledger.js';

/** No config has this hash, so that the next run publishes the source again. */
const TO_BE_PUBLISHED = '';

/** An entry without the labels that another source brings anew. It stays, so that the next run does not publish it over its successor. */
export function withoutLabels(entry: LedgerEntry, lost: ReadonlySet<string>): LedgerEntry {
  const labels = (entry.labels ?? []).filter((label) => !lost.has(label));
  return { ...plain(entry), rows: labels.length, labels, lost: [...(entry.lost ?? []), ...lost] };
}

/** Entries of the sources that had steps of these labels once, now that nobody has them: the next run publishes these sources again. */
export function calledAgain(ledger: Ledger, gone: ReadonlySet<string>, besides: ReadonlySet<string>): LedgerEntry[] {
  if (gone.size === 0) return [];
  const called = [...ledger.entries()].filter(
    ({ source, lost }) => !besides.has(source) && lost?.some((label) => gone.has(label)),
  );
  return called.map((entry) => ({ ...plain(entry), config: TO_BE_PUBLISHED }));
}

/** What the ledger gives may have getters, which do not survive being written. */
function plain({ source, size, version, config, rows, objects, dropped, labels, lost }: LedgerEntry): LedgerEntry {
  return { source, size, version, config, rows, objects, dropped, labels, lost };
}
