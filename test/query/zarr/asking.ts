import type { PublishedDataset, Selection } from '../../../src/contracts/published-dataset.js';
import { valueAt } from '../../../src/model/table/column.js';
import type { Table } from '../../../src/model/table/table.js';
import { openZarrDataset } from '../../../src/query/zarr/index.js';
import { MemoryStorage } from '../../../src/storage/index.js';
import { writeCube } from '../../formats/zarr/write-cube.js';
import { type Layout, type Plain, storedValues, toCube } from './made-cube.js';
import type { Made } from './made-grids.js';
import { type Cell, fittingCells, valueIn } from './naive.js';
import { type Request, watched } from './watched.js';

/** Limits that cut small cubes into many blocks and tables. */
export const SMALL = { blockRows: 60, tableRows: 17 };

/** A cube in memory, opened, with the requests that reading it makes. */
export interface Asked {
  readonly dataset: PublishedDataset;
  readonly requests: Request[];
}

export async function openMade({ cube }: Made, layout: Layout, limits = {}): Promise<Asked> {
  const memory = new MemoryStorage('made');
  await writeCube(memory, toCube(cube, layout), storedValues(cube));
  const { storage, requests } = watched(memory);
  const dataset = await openZarrDataset({ uri: 'memory://made/', storage, key: '' }, limits);
  return { dataset, requests };
}

/** Columns and rows of a result, as plain values. */
export interface Rows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Plain[])[];
  readonly tables: readonly Table[];
}

export async function ask(dataset: PublishedDataset, selection: Selection): Promise<Rows> {
  const tables: Table[] = [];
  for await (const table of dataset.select(selection)) tables.push(table);
  const names = tables[0]?.names ?? [];
  const rows = tables.flatMap((table) => {
    const columns = names.map((name) => table.column(name));
    return Array.from({ length: table.rows }, (_, row) => columns.map((column) => valueAt(column, row) as Plain));
  });
  return { names, rows, tables };
}

/** The same rows by the naive reader. */
export function naiveRows(
  { cube, roles, dimensions }: Made,
  names: readonly string[],
  selection: Selection,
): Plain[][] {
  return rowsAt(cube, names, fittingCells(cube, roles, dimensions, selection));
}

function rowsAt(cube: Made['cube'], names: readonly string[], cells: readonly Cell[]): Plain[][] {
  return cells.map((cell) => names.map((name) => valueIn(cube, name, cell)));
}

/** Rows in an order of their own, for comparing what comes in blocks. */
export function sorted(rows: readonly (readonly Plain[])[]): string[] {
  return rows.map((row) => row.map(String).join(' | ')).sort();
}
