import type { LedgerCommit, LedgerEntry, LedgerFailure } from '../../contracts/ledger.js';
import type { Placement } from '../../engine/cube/placement.js';
import type { StoredArray } from '../../model/data-type.js';
import type { CubeRun } from './cube-run.js';
import { labelTexts } from './cube-state.js';
import type { UnfitSource } from './fit-batch.js';
import type { OutlinedSource } from './outline-source.js';
import type { ReadyBatch } from './ready-batch.js';

/** What the ledger is to keep of a batch: the steps of each source, and what it left other sources of theirs. */
export function commitOf(
  { run, state }: CubeRun,
  { sources, placed }: ReadyBatch,
  failed: readonly UnfitSource[],
): LedgerCommit {
  const own = sources.map(({ outlined, labels }, position) =>
    entryOf(outlined, placedLabels(labels, placed.placement, position), run.config.hash),
  );
  const uris = new Set(own.map(({ source }) => source));
  const lost = new Map<string, Set<string>>();
  for (const label of own.flatMap(({ labels = [] }) => labels)) {
    const owner = state.ownerOf(label);
    if (owner !== undefined && !uris.has(owner)) lost.set(owner, (lost.get(owner) ?? new Set()).add(label));
  }
  const left = [...lost].flatMap(([source, labels]) => without(run.ledger.entry(source), labels));
  return { entries: [...own, ...left], forgotten: [], failures: failuresOf(failed), removals: [] };
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

/** It stays in the ledger with no step at all, so that the next run does not publish it over its successor. */
function without(entry: LedgerEntry | undefined, lost: ReadonlySet<string>): LedgerEntry[] {
  if (!entry) return [];
  const { source, size, version, config, dropped, objects } = entry;
  const labels = (entry.labels ?? []).filter((label) => !lost.has(label));
  return [{ source, size, version, config, dropped, objects, rows: labels.length, labels }];
}
