import type { SourceResult } from './publish-source.js';
import type { RunSummary } from './summary.js';

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly type: 'start'; readonly dataset: string; readonly target: string; readonly dryRun: boolean }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'plan'; readonly sources: number; readonly skipped: number; readonly bytes: number }
  | { readonly type: 'source'; readonly result: SourceResult }
  | { readonly type: 'commit'; readonly sources: number; readonly rows: number }
  | RunSummary;

/** Hears the events of a run: a progress bar, a log, a test. */
export type RunObserver = (event: RunEvent) => void;
