import type { Failure } from '../errors/index.js';
import type { DifferenceLine, Source } from '../registry/index.js';

/** Something that is there already, and what it would become. */
export interface ReplaceQuestion {
  readonly dataset: string;
  /** The file, and where in it: `argo.json#/aws_opendata_registry/Name`. */
  readonly place: string;
  /** Who says otherwise; absent where a whole file would be written anew. */
  readonly from?: Source;
  readonly difference: readonly DifferenceLine[];
}

/** Whether what is there may be replaced: always, never (then the run is refused before anything is written), or as asked. */
export type ReplaceAnswer = 'always' | 'never' | ((question: ReplaceQuestion) => Promise<boolean>);

/** What became of a dataset's entry. */
export interface RegistryEvent {
  readonly type: 'entry';
  readonly config: string;
  readonly dataset?: string;
  readonly outcome: 'written' | 'unchanged' | 'skipped' | 'failed';
  /** Files that were written, the config among them. */
  readonly files: readonly string[];
  /** Fields of the entry that were written back into the config. */
  readonly fields: readonly string[];
  readonly warnings: readonly string[];
  readonly code?: string;
  readonly message?: string;
}

/** The outcome over all datasets: the last line of `--json`. */
export interface RegistrySummary {
  readonly type: 'summary';
  readonly entries: Readonly<Record<RegistryEvent['outcome'], number>>;
  readonly failures: readonly ({ readonly config: string } & Failure)[];
  readonly folder: string;
  /** Configs that an interruption left undone. */
  readonly left: number;
}

/** The summary of what became of each dataset. @param left configs that an interruption left undone */
export function summaryOf(events: readonly RegistryEvent[], folder: string, left: number): RegistrySummary {
  const count = (outcome: RegistryEvent['outcome']) => events.filter((event) => event.outcome === outcome).length;
  const failures = events.flatMap(({ config, outcome, code, message }) =>
    outcome === 'failed' ? [{ config, code, message } as { config: string } & Failure] : [],
  );
  const entries = {
    written: count('written'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
  return { type: 'summary', entries, failures, folder, left };
}
