import { CloudOptimisedError } from '../../errors/index.js';
import { type Attributes, attributeText } from '../../model/attributes.js';
import { castColumn } from '../../model/table/cast.js';
import { countNulls, nullColumn } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import type { SourceContext } from '../handler.js';
import { hintColumn } from './hints.js';
import type { TablePlan } from './table-plan.js';

/** Attributes that a file and the config should agree on. */
const COMPARED = ['units', 'standard_name', 'reference_datum'];

/**
 * Exactly the columns of the schema, in its order and with its types. Columns that the source lacks have no values, which
 * is a warning; columns that the schema lacks are left out, with a hint that can be pasted into the config.
 *
 * @throws CO_COLUMN_CAST where a value does not fit its column's type
 */
export function applySchema(table: Table, plan: TablePlan, { source, report }: SourceContext): Table {
  for (const [name, column] of table.columns) {
    if (plan.attributes.has(name) || plan.dropped.has(name)) continue;
    hintColumn(name, column, table.columnAttributes.get(name) ?? new Map(), report);
  }
  const absent: string[] = [];
  const columns = plan.fields.map(({ name, type }) => {
    if (table.has(name))
      return [name, castColumn(table.column(name), type, { uri: source.uri, column: name })] as const;
    absent.push(name);
    return [name, nullColumn(type, table.rows)] as const;
  });
  if (absent.length > 0)
    report.warn(`columns without values, because the file has none for them: ${absent.join(', ')}`);
  compareAttributes(table, plan, report);
  return new Table(columns, { rows: table.rows, attributes: table.attributes });
}

/** @throws CO_PARTITION_NULL where a column that partitions the dataset has no value at all; CO_COLUMN_UNKNOWN */
export function checkPartitions(table: Table, plan: TablePlan, uri: string): void {
  for (const column of plan.partitions)
    if (countNulls(table.column(column)) === table.rows)
      throw new CloudOptimisedError('CO_PARTITION_NULL', { uri, column });
}

function compareAttributes(table: Table, plan: TablePlan, report: SourceContext['report']): void {
  for (const [name, wanted] of plan.attributes) {
    const found: Attributes = table.columnAttributes.get(name) ?? new Map();
    for (const attribute of COMPARED) {
      const text = attributeText(found, attribute);
      if (text === undefined || wanted[attribute] === undefined || text === wanted[attribute]) continue;
      report.warn(`${attribute} of '${name}' is '${text}', the config says '${String(wanted[attribute])}'`);
    }
  }
}
