import type { LedgerCommit, LedgerEntry, LedgerFailure } from '../../contracts/ledger.js';
import type { Placement } from '../../engine/cube/placement.js';
import type { Ledger } from '../../engine/ledger/ledger.js';
import type { StoredArray } from '../../model/data-type.js';
import type { CubeRun } from './cube-run.js';
import { labelTexts } from './cube-state.js';
import type { UnfitSource } from './fit-batch.js';
import { calledAgain, withoutLabels } from './lost-labels.js';
import type { OutlinedSource } from './outline-source.js';
import type { ReadyBatch } from './ready-batch.js';

/** What the ledger is to keep of a batch: the steps of each source, and what it left other sources of theirs. */
export function commitOf(
  { run, state }: CubeRun,
  { sources, placed }: ReadyBatch,
  failed: readonly UnfitSource[],
): LedgerCommit {
  const own = sources.map(({ outlined, labels }, position) => {
    const texts = labelTexts(labels);
    const taken = placed.lost.get(position)?.map((row) => texts[row] as string);
    return { ...entryOf(outlined, placedLabels(labels, placed.placement, position), run.config.hash), lost: taken };
  });
  const uris = new Set(own.map(({ source }) => source));
  const lost = new Map<string, Set<string>>();
  for (const label of own.flatMap(({ labels = [] }) => labels)) {
    const owner = state.ownerOf(label);
    if (owner !== undefined && !uris.has(owner)) lost.set(owner, (lost.get(owner) ?? new Set()).add(label));
  }
  const left = [...lost].flatMap(([source, labels]) => {
    const entry = run.ledger.entry(source);
    return entry ? [withoutLabels(entry, labels)] : [];
  });
  const again = calledAgain(run.ledger, goneLabels(run.ledger, own), new Set([...uris, ...lost.keys()]));
  return { entries: [...own, ...left, ...again], forgotten: [], failures: failuresOf(failed), removals: [] };
}

/** Labels that the sources of a batch brought in an earlier version, and that no source brings now. */
function goneLabels(ledger: Ledger, own: readonly LedgerEntry[]): ReadonlySet<string> {
  const brought = new Set(own.flatMap(({ labels = [] }) => labels));
  const before = own.flatMap(({ source }) => ledger.entry(source)?.labels ?? []);
  return new Set(before.filter((label) => !brought.has(label)));
}

/** Failures as the ledger keeps them. */
export function failuresOf(failed: readonly UnfitSource[]): LedgerFailure[] {
  return failed.map(({ outlined, failure }) => ({ source: outlined.source.uri, ...failure }));
}

/** The labels of the steps that a source fills: those that a policy skipped stay another's. */
export function placedLabels(labels: StoredArray, { pieces }: Placement, position: number): string[] {
  const runs = pieces.find(({ source }) => source === position)?.runs ?? [];
  const texts = labelTexts(labels);
  return runs.flatMap(({ from, count }) => texts.slice(from, from + count));
}

function entryOf({ source, dropped }: OutlinedSource, labels: readonly string[], config: string): LedgerEntry {
  const { uri, size, version } = source;
  return { source: uri, size, version, config, rows: labels.length, objects: [], dropped, labels };
}
