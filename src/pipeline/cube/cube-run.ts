import type { ZarrCubeStore } from '../../engine/cube-store/zarr-cube-store.js';
import type { Run } from '../run.js';
import type { CubeHandler } from './cube-handler.js';
import type { CubeState } from './cube-state.js';

/** A run that writes a cube. */
export interface CubeRun {
  readonly run: Run;
  readonly handler: CubeHandler;
  readonly store: ZarrCubeStore;
  readonly state: CubeState;
}
