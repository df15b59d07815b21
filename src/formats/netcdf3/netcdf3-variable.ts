import type { Attributes } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import { checkRegion, type Region, sizeOf, type Variable } from '../../model/dataset.js';
import { runsOf } from './byte-runs.js';
import { allocateElements, type ElementType, elementSize, fromBigEndian } from './element-type.js';
import type { VariableLayout } from './layout.js';
import { readRuns } from './read-runs.js';
import type { SourceBytes } from './source-bytes.js';

/** A variable of a NetCDF-3 file. */
export class Netcdf3Variable implements Variable {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly attributes: Attributes;
  readonly #layout: VariableLayout;
  readonly #source: SourceBytes;

  constructor(layout: VariableLayout, dimensions: readonly string[], source: SourceBytes) {
    this.name = layout.variable.name;
    this.type = layout.variable.type;
    this.attributes = layout.variable.attributes;
    this.shape = layout.shape;
    this.dimensions = dimensions;
    this.#layout = layout;
    this.#source = source;
  }

  async read(region: Region = { start: this.shape.map(() => 0), count: this.shape }): Promise<StoredArray> {
    checkRegion(this, region);
    const values = allocateElements(this.type, sizeOf(region.count));
    const bytes = new Uint8Array(values.buffer);
    await readRuns(this.#source, runsOf(this.#layout, region, elementSize(this.type)), bytes);
    fromBigEndian(values);
    return values;
  }
}
