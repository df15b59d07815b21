import { CloudOptimisedError } from '../../errors/index.js';
import { isNumeric, type StoredArray } from '../../model/data-type.js';
import type { Dataset, Region, Variable } from '../../model/dataset.js';
import type { ZarrType } from '../../model/zarr/array.js';
import { boxOf } from '../../model/zarr/copy-box.js';
import { type Decoded, decodeColumn } from './decode-column.js';

/** A cube that is being asked: its variables, and the coordinates that were read whole. */
export class CubeSource {
  readonly dataset: Dataset;
  readonly #whole = new Map<string, Promise<StoredArray>>();

  constructor(dataset: Dataset) {
    this.dataset = dataset;
  }

  get uri(): string {
    return this.dataset.uri;
  }

  /** @throws CO_COLUMN_UNKNOWN */
  variable(name: string): Variable {
    const variable = this.dataset.variables.get(name);
    if (variable) return this.#whole.has(name) ? this.#inMemory(variable) : variable;
    throw new CloudOptimisedError('CO_COLUMN_UNKNOWN', { column: name, known: [...this.dataset.variables.keys()] });
  }

  /** All of a coordinate, decoded. It is read once, however often it is asked for. */
  async coordinate(name: string): Promise<Decoded> {
    const stored = this.dataset.variables.get(name);
    if (stored && !this.#whole.has(name)) this.#whole.set(name, this.#readWhole(stored));
    const variable = this.variable(name);
    return decodeColumn(variable, await variable.read(), variable.shape, this.uri);
  }

  /** A failure is not kept: the next one who asks reads again. */
  #readWhole(variable: Variable): Promise<StoredArray> {
    const reading = variable.read();
    reading.catch(() => this.#whole.delete(variable.name));
    return reading;
  }

  #inMemory(variable: Variable): Variable {
    const values = this.#whole.get(variable.name) as Promise<StoredArray>;
    const read = async (region?: Region) =>
      region
        ? boxOf({ values: await values, shape: variable.shape }, typeOf(variable), region.start, region.count)
        : values;
    return { ...variable, read };
  }
}

/** The type of the array that `read` gives. */
export function typeOf({ type }: Pick<Variable, 'type'>): ZarrType {
  return isNumeric(type) ? type : 'string';
}
