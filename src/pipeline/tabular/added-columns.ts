/**
 * The columns of `add_variables`: what a file tells outside its variables.
 *
 * @module
 */

import { isNumeric } from '../../model/data-type.js';
import { castColumn } from '../../model/table/cast.js';
import { type Column, columnOf, constantColumn, isFixedType } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
import type { SourceContext } from '../handler.js';
import { readAttribute } from './attribute-value.js';
import { functionColumn } from './functions.js';
import type { AddedColumn } from './table-plan.js';

/**
 * The column that an entry of `add_variables` asks for, or `undefined` where another step adds it (partitions) or the file does
 * not tell it: then the column has no values.
 */
export function addedColumn(added: AddedColumn, table: Table, context: SourceContext): Column | undefined {
  const [kind, argument] = splitSource(added.source);
  if (kind === '@filename') return constantColumn('string', context.source.name, table.rows);
  if (kind === '@global_attribute') return globalAttribute(added, argument, table, context);
  if (kind === '@variable_attribute') return variableAttribute(added, argument, table, context);
  if (added.computed) return functionColumn({ ...added, definition: added.computed }, table, context);
  return undefined;
}

/** `['@global_attribute', 'site_code']` of `'@global_attribute:site_code'`. */
export function splitSource(source: string): [kind: string, argument: string] {
  const colon = source.indexOf(':');
  return colon === -1 ? [source, ''] : [source.slice(0, colon), source.slice(colon + 1)];
}

function globalAttribute(
  added: AddedColumn,
  name: string,
  table: Table,
  { report }: SourceContext,
): Column | undefined {
  const attribute = table.attributes.get(name);
  if (attribute === undefined) {
    report.warn(`no global attribute '${name}' for column '${added.name}'`);
    return undefined;
  }
  return attributeColumn(added, attribute, `global attribute '${name}'`, table, report);
}

function variableAttribute(added: AddedColumn, path: string, table: Table, { report }: SourceContext): Column {
  const dot = path.lastIndexOf('.');
  const attribute = table.columnAttributes.get(path.slice(0, dot))?.get(path.slice(dot + 1));
  if (attribute === undefined) report.warn(`no attribute '${path}' for column '${added.name}'`);
  return attributeColumn(added, attribute, `attribute '${path}'`, table, report);
}

function attributeColumn(
  { name, type, fill }: AddedColumn,
  attribute: Parameters<typeof readAttribute>[0],
  what: string,
  table: Table,
  report: SourceContext['report'],
): Column {
  const { value, note } = readAttribute(attribute, type, fill);
  if (note) report.warn(`${what}, column '${name}': ${note}`);
  return typed(name, type, value, table.rows);
}

/** Numbers and texts as they are; a type such as a time is read from the text by the rules of casting. */
function typed(name: string, type: AddedColumn['type'], value: unknown, rows: number): Column {
  if (isNumeric(type) || type === 'bool' || !isFixedType(type)) return constantColumn(type, value, rows);
  const one =
    value === ''
      ? columnOf(type, [null])
      : castColumn(columnOf('string', [value]), type, { uri: 'add_variables', column: name });
  return repeatFirst(one, rows);
}

function repeatFirst(column: Column, rows: number): Column {
  const value = 'values' in column ? (column.nulls?.[0] === 1 ? null : column.values[0]) : null;
  return constantColumn(column.type, value, rows);
}
