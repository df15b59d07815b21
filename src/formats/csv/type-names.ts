import type { ColumnType } from '../../model/table/column.js';
import { columnType } from '../../model/table/schema-types.js';
import { isObject, type OptionValues } from './option-values.js';

/** Names of numpy, pandas and polars that the schema does not know. */
const FOREIGN: Readonly<Record<string, ColumnType>> = {
  str: 'string',
  category: 'string',
  Categorical: 'string',
  Utf8: 'string',
  String: 'string',
  int: 'int64',
  boolean: 'bool',
  Boolean: 'bool',
  float: 'float64',
  Float32: 'float32',
  Float64: 'float64',
  Date: 'date32[day]',
  Datetime: 'timestamp[ns]',
};

/** The types that an option of the form `{ column: type }` declares. */
export function typeOptions(values: OptionValues, option: string): [string, ColumnType][] {
  const given = values.raw(option);
  if (given === undefined) return [];
  if (!isObject(given)) throw values.refusal(option, 'expected an object of column names and types');
  return Object.entries(given).map(([name, type]) => [name, typeNamed(String(type), values, option)]);
}

function typeNamed(name: string, values: OptionValues, option: string): ColumnType {
  const integer = /^U?Int(8|16|32|64)$/.test(name) ? (name.toLowerCase() as ColumnType) : undefined;
  const type = FOREIGN[name] ?? integer ?? columnType(name);
  if (!type) throw values.refusal(option, `'${name}' is not the name of a type`);
  return type;
}
