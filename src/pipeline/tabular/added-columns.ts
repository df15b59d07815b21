/**
 * The columns of `add_variables`: what a file tells outside its variables.
 *
 * @module
 */

import type { AttributeValue } from '../../model/attributes.js';
import { castColumn } from '../../model/table/cast.js';
import { type Column, columnOf, constantColumn, isFixedType, takeRows } from '../../model/table/column.js';
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

function globalAttribute(added: AddedColumn, name: string, table: Table, context: SourceContext): Column | undefined {
  const attribute = table.attributes.get(name);
  if (attribute !== undefined) return attributeColumn(added, attribute, `global attribute '${name}'`, table, context);
  context.report.warn(`no global attribute '${name}' for column '${added.name}'`);
  return undefined;
}

function variableAttribute(added: AddedColumn, path: string, table: Table, context: SourceContext): Column {
  const dot = path.lastIndexOf('.');
  const attribute = table.columnAttributes.get(path.slice(0, dot))?.get(path.slice(dot + 1));
  if (attribute === undefined) context.report.warn(`no attribute '${path}' for column '${added.name}'`);
  return attributeColumn(added, attribute, `attribute '${path}'`, table, context);
}

/** The attribute in each row, cast from its text; a blank text is no time. @throws CO_COLUMN_CAST */
function attributeColumn(
  { name, type, fill }: AddedColumn,
  attribute: AttributeValue | undefined,
  what: string,
  { rows }: Table,
  { source, report }: SourceContext,
): Column {
  const { text, note } = readAttribute(attribute, type, fill);
  if (note) report.warn(`${what}, column '${name}': ${note}`);
  const value = text === '' && isFixedType(type) ? null : text;
  const one = castColumn(columnOf('string', [value]), type, { uri: source.uri, column: name });
  return takeRows(one, new Uint32Array(rows));
}
