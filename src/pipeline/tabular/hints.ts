import { isCoded } from '../../errors/index.js';
import type { Attributes } from '../../model/attributes.js';
import { decodeVariable } from '../../model/cf/decode-variable.js';
import { textDimensions as textDimensionsOf } from '../../model/cf/text.js';
import { allocate, isNumeric } from '../../model/data-type.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import { type Column, type ColumnType, nullColumn } from '../../model/table/column.js';
import { schemaEntryFor } from '../../model/table/schema-entry.js';
import type { SourceReport } from '../report.js';
import type { TablePlan } from './table-plan.js';

/** Tells of columns that the schema lacks, ready to paste into the config. */
export function hintColumn(name: string, column: Column, attributes: Attributes, report: SourceReport): void {
  const isTime = column.type === 'timestamp[ns]';
  const kept = isTime ? [...attributes].filter(([key]) => key !== 'units' && key !== 'calendar') : attributes;
  report.hint(name, schemaEntryFor(name, column, new Map(kept))[name]);
}

/** Tells of variables that the schema lacks, without reading them. */
export async function hintVariables(
  dataset: Dataset,
  variables: Iterable<Variable>,
  plan: Pick<TablePlan, 'attributes' | 'dropped'>,
  report: SourceReport,
): Promise<void> {
  const textDimensions = textDimensionsOf(dataset);
  for (const variable of variables) {
    const { name, attributes } = variable;
    if (plan.attributes.has(name) || plan.dropped.has(name)) continue;
    const type = await typeOf(variable, textDimensions, dataset.uri);
    hintColumn(name, nullColumn(type, 0), attributes, report);
  }
}

/** What decoding makes of no values tells the type. Times whose units cannot be understood stay numbers. */
async function typeOf(variable: Variable, textDimensions: ReadonlySet<string>, uri: string): Promise<ColumnType> {
  const { name, type, dimensions, attributes } = variable;
  const none = isNumeric(type) ? allocate(type, 0) : type === 'char' ? new Uint8Array(0) : [];
  const empty = { name, type, dimensions, attributes, shape: dimensions.map(() => 0), read: async () => none };
  try {
    return (await decodeVariable(empty, { uri, textDimensions })).column.type;
  } catch (error) {
    if (!isCoded(error, 'CO_TIME_UNITS')) throw error;
    return isNumeric(type) ? type : 'string';
  }
}
