import { CloudOptimisedError } from '../../errors/index.js';
import type { Column } from './column.js';
import type { Selection } from './table.js';

/** The most rows that one file may give: enough for any profile or mooring, far below what exhausts memory. */
export const MAX_ROWS = 200_000_000;

/** Decoded values with their labels: a column whose rows run over `dimensions`, the last one fastest. */
export interface LabelledColumn {
  readonly column: Column;
  readonly dimensions: readonly string[];
}

/**
 * Lays arrays out as rows: one row for each combination of the dimensions, in the order of `dimensions`, the last one
 * fastest. An array that lacks a dimension is repeated along it; scalars are repeated on every row.
 *
 * @param lengths the dimensions of the product with their lengths
 * @throws CO_TABLE_TOO_LARGE beyond {@link MAX_ROWS} rows
 */
export function flatten<Name>(
  arrays: Iterable<readonly [Name, LabelledColumn]>,
  lengths: ReadonlyMap<string, number>,
  uri: string,
): [Name, Column | Selection][] {
  checkSize(lengths, uri);
  const known = new Map<string, Uint32Array | undefined>();
  return Array.from(arrays, ([name, { column, dimensions }]) => {
    const key = dimensions.join('\0');
    if (!known.has(key)) known.set(key, positionsInProduct(dimensions, lengths));
    const rows = known.get(key);
    return [name, rows ? { column, rows } : column];
  });
}

/** For each row of the product, the position in an array over `dimensions`; `undefined` where they are the same. */
function positionsInProduct(
  dimensions: readonly string[],
  lengths: ReadonlyMap<string, number>,
): Uint32Array | undefined {
  const product = [...lengths.keys()];
  if (product.length === dimensions.length && product.every((name, axis) => name === dimensions[axis]))
    return undefined;
  const strides = stridesOf(dimensions, lengths);
  let rows = new Uint32Array(1);
  for (const [name, length] of lengths) rows = spread(rows, length, strides.get(name) ?? 0);
  return rows;
}

/** Distance in an array between two neighbours along each of its dimensions. */
function stridesOf(dimensions: readonly string[], lengths: ReadonlyMap<string, number>): Map<string, number> {
  const strides = new Map<string, number>();
  let stride = 1;
  for (const name of [...dimensions].reverse()) {
    strides.set(name, stride);
    stride *= lengths.get(name) ?? 1;
  }
  return strides;
}

function spread(rows: Uint32Array, length: number, stride: number): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(rows.length * length);
  let next = 0;
  for (const row of rows) for (let i = 0; i < length; i++) result[next++] = row + i * stride;
  return result;
}

function checkSize(lengths: ReadonlyMap<string, number>, uri: string): void {
  const rows = [...lengths.values()].reduce((product, length) => product * length, 1);
  if (rows <= MAX_ROWS) return;
  const dimensions = [...lengths].map(([name, length]) => `${name} ${length}`).join(' × ');
  throw new CloudOptimisedError('CO_TABLE_TOO_LARGE', { uri, rows, limit: MAX_ROWS, dimensions });
}
