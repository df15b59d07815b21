import type { Failure } from '../errors/index.js';
import type { LogLevel } from './config/append-config.js';

/** What became of a slice: `planned` is what a dry run would do. */
export type SliceOutcome = 'appended' | 'replaced' | 'skipped' | 'planned';

/** What an append tells while it goes on. */
export type AppendEvent =
  | StartEvent
  | { readonly type: 'notice'; readonly message: string }
  | SliceEvent
  | { readonly type: 'commit'; readonly slices: number; readonly labels: number; readonly length: number }
  | AppendSummary;

/** What is about to be done. */
export interface StartEvent {
  readonly type: 'start';
  /** Address of the cube, without credentials. */
  readonly target: string;
  readonly dryRun: boolean;
  /** How many slices there are, where that is known. */
  readonly slices: number | undefined;
  /** How much the config wants to be told. */
  readonly logLevel: LogLevel | undefined;
}

/** What became of one slice, once it is committed. */
export interface SliceEvent {
  readonly type: 'slice';
  /** Its address, or what its dataset calls itself. */
  readonly slice: string;
  readonly index: number;
  readonly outcome: SliceOutcome;
  /** Labels it brought. */
  readonly labels: number;
  /** Where its labels are in the cube: `[from, to)` for each run of them. */
  readonly rows: readonly (readonly [from: number, to: number])[];
  readonly warnings: readonly string[];
}

/** A slice that could not be appended. */
export interface SliceFailure extends Failure {
  readonly source: string;
}

/** What an append did. */
export interface AppendSummary {
  readonly type: 'summary';
  /** Address of the cube, without credentials. */
  readonly target: string;
  readonly dryRun: boolean;
  /** Whether the cube was made. */
  readonly created: boolean;
  /** Slices that are in the cube by this run, that were there already, and that failed: at most one, since those after it are left. */
  readonly files: { readonly published: number; readonly skipped: number; readonly failed: number };
  /** Slices that were not looked at, as far as their number is known. */
  readonly left: number;
  /** Labels that this run brought or replaced. */
  readonly rows: number;
  /** Labels of the cube afterwards. */
  readonly length: number;
  readonly failures: readonly SliceFailure[];
}

/** Hears the events of an append. */
export type AppendObserver = (event: AppendEvent) => void;
