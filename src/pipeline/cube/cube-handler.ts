import type { LedgerEntry } from '../../contracts/ledger.js';
import type { CubeLayout } from '../../engine/cube/layout.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import type { Dataset } from '../../model/dataset.js';
import { Handler, type SourceContext } from '../handler.js';

/** What files must fit, and what becomes of steps that the cube has. */
export interface CubeRules {
  /** How far coordinates may be from those of the cube, as a part of the distance to their nearest neighbour; `undefined` for the default. */
  readonly tolerance: number | undefined;
  /** For steps that another source brought. */
  readonly ifExists: 'replace' | 'skip' | 'error';
}

/**
 * A handler whose sources become steps of one cube. It tells what a source is (`preprocess`) and how a new cube is laid out; where the
 * steps go, and the writing of chunks that several sources share, is the engine's.
 */
export abstract class CubeHandler extends Handler<Dataset> {
  static override readonly writes: 'parquet' | 'zarr' = 'zarr';

  /** Name of the dimension that sources are appended along. */
  abstract readonly appendDimension: string;
  abstract readonly rules: CubeRules;

  /** Main thread: how a new cube is laid out, by the first sources. @throws CO_CUBE_LAYOUT */
  abstract layout(first: SourceOutline): CubeLayout;

  /** Main thread, per source that the cube holds already: the labels of the steps that go once its new version is in place. */
  override deleteExisting(previous: LedgerEntry): readonly string[] {
    return previous.labels ?? [];
  }

  /** Writes nothing of its own: chunks are written across sources. Gives the number of steps. */
  async publish(prepared: Dataset, _context: SourceContext): Promise<number> {
    return prepared.dimensions.get(this.appendDimension) ?? 0;
  }
}
