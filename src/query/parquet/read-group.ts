import type { ColumnChunk, RowGroup } from 'hyparquet';
import { readObject } from '../../formats/parquet/read-object.js';
import { castColumn } from '../../model/table/cast.js';
import { type Column, isFixed, nullColumn } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { compressorsFor } from './compressors.js';
import { decodeChunk } from './decode-chunk.js';
import { type OpenedObject, type StoredColumn, spanOfChunk } from './footer.js';
import type { ObjectPlace } from './places.js';
import type { DatasetQuestion } from './question.js';
import { drift, widens } from './schema.js';
import { columnOfKey } from './scheme.js';

/** One row group of an object. */
export interface GroupPlace {
  readonly place: ObjectPlace;
  readonly object: OpenedObject;
  readonly group: RowGroup;
  /** Position of its first row in the object. */
  readonly start: number;
}

/** The columns of these names, in their order. @throws CO_COLUMN_DRIFT, CO_COLUMN_CAST, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED or a storage error */
export async function readGroup(from: GroupPlace, names: readonly string[], question: DatasetQuestion): Promise<Table> {
  const { object, group } = from;
  const stored = names.flatMap((name) => object.columns.get(name) ?? []);
  const flat = stored.filter((column) => column.stored !== undefined);
  await fetchColumns(from, names);
  const codecs = new Set(flat.map(({ chunk }) => group.columns[chunk]?.meta_data?.codec ?? ''));
  const compressors = await compressorsFor(codecs);
  const nested = flat.length < stored.length ? await readWhole(from) : undefined;
  const columns = names.map((name): [string, Column] => {
    const column = object.columns.get(name);
    if (!column) return [name, absentColumn(name, from, question)];
    const found = nested && !column.stored ? nested.column(name) : decode(column);
    return [name, fitted(found, name, from, question)];
  });
  return new Table(columns, { rows: Number(group.num_rows) });

  function decode(column: StoredColumn): Column {
    const chunk = group.columns[column.chunk] as ColumnChunk;
    const { uri } = object.bytes;
    const bytes = object.bytes.slice(spanOfChunk(chunk, uri));
    return decodeChunk({ uri, bytes, chunk, column: column as never, rows: Number(group.num_rows), compressors });
  }
}

/** Fetches the bytes of these columns, those beside each other together. */
export async function fetchColumns({ object, group }: GroupPlace, names: readonly string[]): Promise<void> {
  const columns = names.flatMap((name) => object.columns.get(name) ?? []).filter(({ stored }) => stored !== undefined);
  const spans = columns.map(({ chunk }) => spanOfChunk(group.columns[chunk] as ColumnChunk, object.bytes.uri));
  await object.bytes.need(spans);
}

/** Lists, and types that only the whole reader of Parquet knows: the rows of the group out of the whole object. */
async function readWhole({ object, group, start }: GroupPlace): Promise<Table> {
  const { bytes } = object;
  const span = { start: 0, end: bytes.size };
  await bytes.need([span]);
  const rows = Uint32Array.from({ length: Number(group.num_rows) }, (_, row) => start + row);
  return readObject(bytes.slice(span), bytes.uri).take(rows);
}

/** What the object does not have its folders tell, or nobody. */
function absentColumn(name: string, { place, object, group }: GroupPlace, { fields }: DatasetQuestion): Column {
  const rows = Number(group.num_rows);
  const type = fields.get(name)?.type ?? 'string';
  const key = place.keys.find((each) => each.name === name);
  return key ? columnOfKey(key, type, rows, object.bytes.uri) : nullColumn(type, rows);
}

/** The column in the dataset's type, where each value of its own type is one of that. */
function fitted(column: Column, name: string, { object }: GroupPlace, { fields, uri }: DatasetQuestion): Column {
  const type = fields.get(name)?.type ?? column.type;
  if (column.type === type) return column;
  const isEmpty = !isFixed(column) && column.categories.length === 0;
  if (isEmpty) return nullColumn(type, column.codes.length);
  const source = { uri: object.bytes.uri, column: name };
  if (widens(column.type, type)) return castColumn(column, type, source);
  throw drift(name, { uri: object.bytes.uri, type: column.type }, { uri, type });
}
