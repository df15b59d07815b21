import type { Field } from '../../contracts/table-writer.js';
import { type Attributes, attributeToJson } from '../../model/attributes.js';
import type { Table } from '../../model/table/table.js';
import type { SinkContext } from './sink.js';

/** The fields of a table, with the attributes that the dataset has for its columns. */
export function fieldsOf(table: Table, { columnAttributes }: SinkContext): Field[] {
  return table.names.map((name) => {
    const metadata = Object.fromEntries(textsOf(columnAttributes.get(name) ?? new Map()));
    return { name, type: table.column(name).type, metadata };
  });
}

/** Attributes as texts, as the metadata of Arrow's schemas are: what is no text as JSON. */
export function textsOf(attributes: Attributes): [string, string][] {
  return [...attributes].map(([name, value]) => {
    const plain = attributeToJson(value);
    return [name, typeof plain === 'string' ? plain : JSON.stringify(plain)];
  });
}
