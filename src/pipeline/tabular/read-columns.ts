/**
 * From the variables of a file to the columns of a table.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { type DecodedArray, decodeVariable } from '../../model/cf/decode-variable.js';
import { textDimensions as textDimensionsOf } from '../../model/cf/text.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import { type Column, isFixed, isNull } from '../../model/table/column.js';
import { flatten, type LabelledColumn } from '../../model/table/flatten.js';
import { Table } from '../../model/table/table.js';
import { TIME_OUT_OF_RANGE } from '../../model/table/time-limits.js';
import { columnsUsed } from './functions.js';
import type { TablePlan } from './table-plan.js';

/**
 * Decodes the variables of a file by the types that the config declares for them.
 *
 * A time that nanoseconds in 64 bits cannot hold is refused, but where the variable that partitions by time cannot hold its own or has
 * none: that row will be dropped, so it stands as {@link TIME_OUT_OF_RANGE} there, and as no value in the others.
 *
 * @throws CO_TIME_OUT_OF_RANGE, CO_TIME_UNITS, or what reading throws
 */
export async function decodeColumns(
  dataset: Dataset,
  variables: readonly Variable[],
  plan: TablePlan,
): Promise<Map<string, LabelledColumn>> {
  const types = new Map(plan.fields.map(({ name, type }) => [name, type]));
  const decoded = new Map<string, DecodedArray>();
  const textDimensions = textDimensionsOf(dataset);
  for (const variable of variables) {
    const declared = types.get(variable.name);
    decoded.set(variable.name, await decodeVariable(variable, { uri: dataset.uri, textDimensions, declared }));
  }
  const placing = decoded.get(plan.time?.variable ?? '');
  for (const variable of variables) {
    const array = decoded.get(variable.name);
    if (array?.outOfRange && array !== placing) await refuseUnlessDropped(dataset.uri, variable, array, placing);
  }
  return new Map(
    Array.from(decoded, ([name, array]) => {
      const column = array === placing ? markOutOfRange(array) : array.column;
      return [name, { column, dimensions: array.dimensions }];
    }),
  );
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

/** The variables that the dataset has a column for, or computes one of. */
export function wantedVariables(dataset: Dataset, plan: TablePlan): Variable[] {
  const used = plan.added.flatMap(({ computed }) => (computed ? columnsUsed(computed) : []));
  const wanted = new Set([...plan.fields.map(({ name }) => name), ...used]);
  return [...dataset.variables.values()].filter(({ name }) => wanted.has(name));
}

/** @throws CO_DIMENSION_WITHOUT_VARIABLE for a dimension that the schema wants as a column, and the file has no values for */
export function checkDimensions(dataset: Dataset, plan: TablePlan): void {
  const fields = new Set(plan.fields.map(({ name }) => name));
  for (const dimension of dataset.dimensions.keys())
    if (fields.has(dimension) && !dataset.variables.has(dimension))
      throw new CloudOptimisedError('CO_DIMENSION_WITHOUT_VARIABLE', { uri: dataset.uri, dimension });
}

/** A null is a missing time; one that is there but out of range is told apart from it. */
function markOutOfRange({ column, outOfRange }: DecodedArray): Column {
  if (!outOfRange || !isFixed(column)) return column;
  const values = BigInt64Array.from(column.values as BigInt64Array);
  const nulls = Uint8Array.from(column.nulls ?? new Uint8Array(values.length));
  outOfRange.forEach((flag, i) => {
    if (flag !== 1) return;
    values[i] = TIME_OUT_OF_RANGE;
    nulls[i] = 0;
  });
  return { type: column.type, values, nulls };
}

async function refuseUnlessDropped(
  uri: string,
  variable: Variable,
  { outOfRange, dimensions }: DecodedArray,
  placing: DecodedArray | undefined,
): Promise<void> {
  const alike = placing?.dimensions.join() === dimensions.join();
  const index = (outOfRange ?? new Uint8Array()).findIndex(
    (flag, i) => flag === 1 && !(alike && isNull(placing.column, i)),
  );
  if (index === -1) return;
  const value = String((await variable.read())[index]);
  throw new CloudOptimisedError('CO_TIME_OUT_OF_RANGE', { uri, variable: variable.name, index, value });
}
