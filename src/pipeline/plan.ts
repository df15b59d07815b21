import type { SourceFile } from '../contracts/reader.js';
import type { Ledger } from '../engine/ledger/ledger.js';

/** Which sources a run has to publish. */
export interface Plan {
  readonly todo: readonly SourceFile[];
  /** How many are in the dataset already, unchanged. */
  readonly skipped: number;
}

/** Takes away the sources that the dataset holds in this version, made with this config. */
export function planSources(
  sources: readonly SourceFile[],
  ledger: Ledger,
  { configHash, force }: { configHash: string; force: boolean },
): Plan {
  const todo = sources.filter(({ uri, size, version }) => {
    const entry = ledger.entry(uri);
    return force || entry?.size !== size || entry.version !== version || entry.config !== configHash;
  });
  return { todo, skipped: sources.length - todo.length };
}
