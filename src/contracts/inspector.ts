import type { Inspection } from '../model/inspection/inspection.js';
import type { StoredObject } from './storage.js';

export type { InspectedVariable, Inspection, InspectionNote, ValueExtent } from '../model/inspection/inspection.js';

/**
 * Looks at files of one format, to propose a config for them. Like a reader it is stateless; unlike one it is told nothing of the file, and
 * finds out how it has to be read.
 */
export interface Inspector<Options = undefined> {
  /** Name of the format: `netcdf3`, `hdf5`, `zarr`, `geotiff`, `csv`, `parquet`. */
  readonly format: string;
  /**
   * Looks at a source. What is returned is to be closed.
   *
   * @throws what the reader of the format throws for a source that it cannot read
   */
  inspect(source: StoredObject, options?: Options): Promise<Inspection>;
}
