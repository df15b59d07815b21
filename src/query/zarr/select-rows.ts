/**
 * The rows of a cube that fit a selection.
 *
 * @module
 */
import type { Condition, Selection } from '../../contracts/published-dataset.js';
import { forEachBounded } from '../../formats/zarr/map-bounded.js';
import { Table } from '../../model/table/table.js';
import { filled } from '../../model/zarr/copy-box.js';
import { fittingRows } from '../conditions.js';
import type { Roles } from './axes.js';
import { BlockReader } from './block-reader.js';
import { pickRows, stripesOf, tableOf } from './block-rows.js';
import { type Block, blocksOf, type Limits } from './blocks.js';
import { placesOf } from './constraint.js';
import { constraintsOf } from './constraints-of.js';
import { type CubeSource, typeOf } from './cube-source.js';
import { type Decoded, decodeColumn } from './decode-column.js';
import { rowsByMasks } from './needed.js';
import { rowGridOf } from './row-grid.js';

/** Variables that are read at once. */
const CONCURRENT = 4;

/** What is the same for all blocks of a selection. */
interface Plan {
  readonly source: CubeSource;
  readonly reader: BlockReader;
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  readonly limits: Limits;
}

/**
 * The rows that fit, block by block. A selection that nothing fits gives one table without rows, so that its columns are known.
 *
 * @throws CO_COLUMN_UNKNOWN, CO_QUERY_DIMENSIONS, CO_QUERY_ROLE, CO_QUERY_VALUE, CO_TIME_OUT_OF_RANGE, or what reading throws
 */
export async function* selectRows(
  source: CubeSource,
  roles: Roles,
  selection: Selection,
  limits: Limits,
): AsyncGenerator<Table> {
  for (const name of selection.columns ?? []) source.variable(name);
  const constraints = await constraintsOf(source, roles, selection);
  const asked = askedVariables(source, roles, selection);
  const { dimensions, columns } = rowGridOf(source.dataset, roles, selection, asked);
  const lengths = new Map(dimensions.map((name) => [name, source.dataset.dimensions.get(name) ?? 0]));
  const places = placesOf(lengths, constraints.places);
  const plan = { source, reader: new BlockReader(source, places), columns, conditions: constraints.rows, limits };
  const read = [...new Set([...columns, ...constraints.rows.map(({ column }) => column)])];
  let found = false;
  const variables = read.map((name) => source.variable(name));
  const isNothing = places.never || columns.length === 0;
  for (const block of isNothing ? [] : blocksOf(dimensions, places.indices, variables, limits)) {
    for await (const table of tablesIn(plan, block, rowsByMasks(block, places.masks))) {
      found = true;
      yield table;
    }
  }
  if (!found) yield await emptyTable(plan);
}

/** The variables that are asked for time, place or a condition: rows run over their dimensions too. */
function askedVariables(source: CubeSource, roles: Roles, { time, box, point, where = [] }: Selection) {
  const places = box || point ? [roles.get('latitude'), roles.get('longitude')] : [];
  const names = [time && roles.get('time'), ...places, ...where.map(({ column }) => column)];
  return names.flatMap((name) => (name === undefined ? [] : [source.variable(name)]));
}

async function* tablesIn(plan: Plan, block: Block, byPlace: Uint8Array | undefined): AsyncGenerator<Table> {
  if (byPlace && !byPlace.includes(1)) return;
  const { source, columns, conditions, limits } = plan;
  const known = await readAll(
    plan,
    block,
    conditions.map(({ column }) => column),
    byPlace,
  );
  const fits = rowsByConditions(plan, block, known, byPlace);
  if (fits && !fits.includes(1)) return;
  const rest = columns.filter((name) => !known.has(name));
  const all = new Map([...known, ...(await readAll(plan, block, rest, fits))]);
  const ordered = new Map(columns.map((name) => [name, all.get(name) as Decoded]));
  for (const stripe of stripesOf(block, limits.tableRows)) {
    const flags = fits?.subarray(stripe.first, stripe.first + stripe.rows);
    if (flags && !flags.includes(1)) continue;
    yield pickRows(tableOf(ordered, block, stripe, attributesOf(source)), flags, columns, source.uri);
  }
}

async function readAll(
  { reader }: Plan,
  block: Block,
  names: readonly string[],
  fits: Uint8Array | undefined,
): Promise<Map<string, Decoded>> {
  const found = new Map<string, Decoded>();
  await forEachBounded(new Set(names), CONCURRENT, async (name) => {
    found.set(name, await reader.read(name, block, fits));
  });
  return found;
}

function rowsByConditions(
  { source, conditions, limits }: Plan,
  block: Block,
  columns: ReadonlyMap<string, Decoded>,
  byPlace: Uint8Array | undefined,
): Uint8Array | undefined {
  if (conditions.length === 0) return byPlace;
  const fits = new Uint8Array([...block.values()].reduce((rows, { length }) => rows * length, 1));
  for (const stripe of stripesOf(block, limits.tableRows)) {
    const flags = fittingRows(tableOf(columns, block, stripe), { where: conditions }, new Map(), source.uri);
    for (let row = 0; row < stripe.rows; row++)
      fits[stripe.first + row] = (flags?.[row] ?? 1) & (byPlace?.[stripe.first + row] ?? 1);
  }
  return fits;
}

/** Nothing is read for it: types are told by the metadata. */
async function emptyTable({ source, columns }: Plan): Promise<Table> {
  const cells = await Promise.all(
    columns.map(async (name) => {
      const variable = source.variable(name);
      const { column } = await decodeColumn(variable, filled(typeOf(variable), 0, null), [0], source.uri);
      return [name, column] as const;
    }),
  );
  return new Table(cells, { rows: 0, ...attributesOf(source) });
}

function attributesOf({ dataset }: CubeSource) {
  const columnAttributes = new Map([...dataset.variables].map(([name, { attributes }]) => [name, attributes]));
  return { attributes: dataset.attributes, columnAttributes };
}
