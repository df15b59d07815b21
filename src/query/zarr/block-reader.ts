import type { StoredArray } from '../../model/data-type.js';
import type { Variable } from '../../model/dataset.js';
import type { Block } from './blocks.js';
import type { Places } from './constraint.js';
import type { CubeSource } from './cube-source.js';
import { type Decoded, decodeColumn } from './decode-column.js';
import { neededByMasks, neededByRows } from './needed.js';
import { readPlaces } from './read-places.js';

/** Values of variables with fewer dimensions that are kept for the blocks to come. */
const KEPT_VALUES = 2 ** 23;

/** Reads variables block by block. What repeats from block to block is read once, while it is not too much. */
export class BlockReader {
  readonly #source: CubeSource;
  readonly #places: Places;
  readonly #kept = new Map<string, Promise<StoredArray>>();
  #keptValues = 0;

  constructor(source: CubeSource, places: Places) {
    this.#source = source;
    this.#places = places;
  }

  /** The values of a variable in a block. Of a variable that has all its dimensions, chunks without a row that `fits` are not read. */
  async read(name: string, block: Block, fits: Uint8Array | undefined): Promise<Decoded> {
    const variable = this.#source.variable(name);
    const lists = variable.dimensions.map((dimension) => block.get(dimension) ?? new Uint32Array());
    const values = await this.#values(variable, lists, block, fits);
    return decodeColumn(
      variable,
      values,
      lists.map(({ length }) => length),
      this.#source.uri,
    );
  }

  #values(
    variable: Variable,
    lists: readonly Uint32Array[],
    block: Block,
    fits: Uint8Array | undefined,
  ): Promise<StoredArray> {
    const { name, dimensions } = variable;
    if (dimensions.length === block.size) return readPlaces(variable, lists, neededByRows(dimensions, block, fits));
    const key = `${name} ${lists.map((list) => `${list[0]}-${list.at(-1)}`).join()}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const reading = readPlaces(variable, lists, neededByMasks(dimensions, this.#places));
    this.#keep(
      key,
      reading,
      lists.reduce((product, { length }) => product * length, 1),
    );
    return reading;
  }

  #keep(key: string, reading: Promise<StoredArray>, values: number): void {
    if (this.#keptValues + values > KEPT_VALUES) {
      this.#kept.clear();
      this.#keptValues = 0;
    }
    this.#kept.set(key, reading);
    this.#keptValues += values;
  }
}
