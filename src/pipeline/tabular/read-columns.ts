/**
 * From the variables of a file to the columns of a table.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { decodeVariable } from '../../model/cf/decode-variable.js';
import { textDimensions as textDimensionsOf } from '../../model/cf/text.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import { type FixedColumn, isFixed } from '../../model/table/column.js';
import { flatten, type LabelledColumn } from '../../model/table/flatten.js';
import { Table } from '../../model/table/table.js';
import type { TablePlan } from './table-plan.js';

/** Stands in a time column for a time before the year 1677; the row will be dropped as out of range. */
export const TIME_TOO_EARLY = -(2n ** 63n) + 1n;
/** Stands in a time column for a time after the year 2262; the row will be dropped as out of range. */
export const TIME_TOO_LATE = 2n ** 63n - 1n;

/**
 * Decodes the variables of a file by the types that the config declares for them.
 *
 * A time that does not fit nanoseconds is refused, except in the variable that partitions by time: there it loses its own
 * row alone, so it is kept as {@link TIME_TOO_EARLY} or {@link TIME_TOO_LATE}.
 *
 * @throws CO_TIME_OUT_OF_RANGE, CO_TIME_UNITS, or what reading throws
 */
export async function decodeColumns(
  dataset: Dataset,
  variables: readonly Variable[],
  plan: TablePlan,
): Promise<Map<string, LabelledColumn>> {
  const types = new Map(plan.fields.map(({ name, type }) => [name, type]));
  const decoded = new Map<string, LabelledColumn>();
  const textDimensions = textDimensionsOf(dataset);
  for (const variable of variables) {
    const { name } = variable;
    const array = await decodeVariable(variable, { uri: dataset.uri, textDimensions, declared: types.get(name) });
    const column =
      array.outOfRange && name === plan.time?.variable
        ? await markOutOfRange(array.column as FixedColumn, array.outOfRange, variable)
        : array.column;
    if (array.outOfRange && column === array.column) await refuseTime(dataset.uri, variable, array.outOfRange);
    decoded.set(name, { column, dimensions: array.dimensions });
  }
  return decoded;
}

/**
 * A table with one row for each combination of the dimensions that these columns have, in the order of the file's.
 *
 * @param repeats how many rows stand for one observation
 * @throws CO_TABLE_TOO_LARGE
 */
export function toTable(dataset: Dataset, columns: ReadonlyMap<string, LabelledColumn>, repeats = 1): Table {
  const used = new Set([...columns.values()].flatMap(({ dimensions }) => dimensions));
  const lengths = new Map([...dataset.dimensions].filter(([name]) => used.has(name)));
  const rows = [...lengths.values()].reduce((product, length) => product * length, 1);
  const columnAttributes = new Map([...dataset.variables].map(([name, { attributes }]) => [name, attributes]));
  const attributes = dataset.attributes;
  return new Table(flatten(columns, lengths, dataset.uri), { rows, repeats, attributes, columnAttributes });
}

/** The variables that the dataset has a column for. */
export function wantedVariables(dataset: Dataset, plan: TablePlan): Variable[] {
  const wanted = new Set(plan.fields.map(({ name }) => name));
  return [...dataset.variables.values()].filter(({ name }) => wanted.has(name));
}

/** @throws CO_DIMENSION_WITHOUT_VARIABLE for a dimension that the schema wants as a column, and the file has no values for */
export function checkDimensions(dataset: Dataset, plan: TablePlan): void {
  const fields = new Set(plan.fields.map(({ name }) => name));
  for (const dimension of dataset.dimensions.keys())
    if (fields.has(dimension) && !dataset.variables.has(dimension))
      throw new CloudOptimisedError('CO_DIMENSION_WITHOUT_VARIABLE', { uri: dataset.uri, dimension });
}

async function markOutOfRange(column: FixedColumn, flags: Uint8Array, variable: Variable): Promise<FixedColumn> {
  const stored = await variable.read();
  const values = BigInt64Array.from(column.values as BigInt64Array);
  const nulls = column.nulls && Uint8Array.from(column.nulls);
  flags.forEach((flag, i) => {
    if (flag !== 1) return;
    values[i] = Number(stored[i]) < 0 ? TIME_TOO_EARLY : TIME_TOO_LATE;
    if (nulls) nulls[i] = 0;
  });
  return { type: 'timestamp[ns]', values, nulls };
}

async function refuseTime(uri: string, variable: Variable, flags: Uint8Array): Promise<void> {
  const index = flags.indexOf(1);
  if (index === -1) return;
  const value = String((await variable.read())[index]);
  throw new CloudOptimisedError('CO_TIME_OUT_OF_RANGE', { uri, variable: variable.name, index, value });
}

/** Whether a column counts nanoseconds since 1970. */
export function isTime(column: LabelledColumn['column'] | undefined): column is FixedColumn {
  return column !== undefined && isFixed(column) && column.type === 'timestamp[ns]';
}
