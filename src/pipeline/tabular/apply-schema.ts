import { CloudOptimisedError } from '../../errors/index.js';
import { type Attributes, attributeText } from '../../model/attributes.js';
import { castColumn } from '../../model/table/cast.js';
import { countNulls, nullColumn } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
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
  for (const name of table.names) {
    if (plan.attributes.has(name) || plan.dropped.has(name)) continue;
    hintColumn(name, table.column(name), table.columnAttributes.get(name) ?? new Map(), report);
  }
  compareAttributes(table, plan, report);
  const absent = plan.fields.filter(({ name }) => !table.has(name));
  if (absent.length > 0) {
    const names = absent.map(({ name }) => name).join(', ');
    report.warn(`no values for the columns ${names}`);
  }
  const everyRow = new Uint32Array(table.rows);
  let typed = table;
  for (const { name, type } of plan.fields) {
    typed = table.has(name)
      ? typed.convert(name, (column) => castColumn(column, type, { uri: source.uri, column: name }))
      : typed.with(name, { column: nullColumn(type, 1), rows: everyRow });
  }
  return typed.select(...plan.fields.map(({ name }) => name));
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
