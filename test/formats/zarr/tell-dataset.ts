/**
 * Datasets as `describe_zarr.py` tells them.
 *
 * @module
 */
import type { StoredArray } from '../../../src/model/data-type.js';
import type { Dataset } from '../../../src/model/dataset.js';

/** A variable as Python tells it. */
export interface VariableTold {
  readonly dims: readonly string[];
  readonly values: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A dataset as Python tells it. */
export interface DatasetTold {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, VariableTold>>;
}

/** Values as text: floats by their bits, so that nothing is rounded on the way. */
export function textOf(values: StoredArray): string[] {
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  return Array.from(values as ArrayLike<unknown>, (value) => (isFloat ? bitsOf(Number(value)) : String(value)));
}

/** The bits of a double. */
export function bitsOf(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

/** All of a dataset. */
export async function tellDataset(dataset: Dataset): Promise<DatasetTold> {
  const variables: Record<string, VariableTold> = {};
  for (const [name, variable] of dataset.variables) {
    const values = textOf(await variable.read());
    variables[name] = { dims: variable.dimensions, values, attributes: tellAttributes(variable.attributes) };
  }
  return { attributes: tellAttributes(dataset.attributes), variables };
}

/** Without our mark of truth values. */
function tellAttributes(attributes: Dataset['attributes']): Record<string, unknown> {
  const entries = [...attributes].filter(([name, value]) => !(name === 'dtype' && value === 'bool'));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const isText = typeof value === 'string' || Array.isArray(value);
      const kind = isText ? 'str' : value instanceof Float32Array || value instanceof Float64Array ? 'float' : 'int';
      const items = textOf(typeof value === 'string' ? [value] : value).map((text) => `${kind} ${text}`);
      return [name, items.length === 1 ? items[0] : items];
    }),
  );
}
