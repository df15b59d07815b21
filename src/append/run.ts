import type { CubeTransaction } from '../contracts/cube-store.js';
import type { Executor } from '../contracts/executor.js';
import type { SourceFile } from '../contracts/reader.js';
import type { AppendConfig } from './config/append-config.js';
import type { CubePlaces, CubeState } from './cube-state.js';
import type { AppendObserver } from './events.js';
import type { GroupChange } from './group-draft.js';
import type { OutlinedSlice } from './slice-feed.js';
import type { TargetShape } from './target-shape.js';

/** All that an append needs. */
export interface AppendRun {
  readonly config: AppendConfig;
  /** Address of the cube, without credentials. */
  readonly target: string;
  readonly places: CubePlaces;
  /** How it is stored. */
  readonly shape: TargetShape;
  /** The slice of a file as it is now. */
  fileAt(uri: string): Promise<SourceFile>;
  /** Runs the work of a group: in this thread where it has datasets in memory. */
  executor(group: readonly OutlinedSlice[]): Promise<Executor>;
  readonly observer: AppendObserver;
  readonly signal: AbortSignal;
}

/** What is about to be committed. */
export interface CommitParts {
  readonly transaction: CubeTransaction;
  readonly run: AppendRun;
  readonly state: CubeState;
  readonly change: GroupChange;
  readonly group: readonly OutlinedSlice[];
}
