import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { type Column, constantColumn, isFixed, nullColumn } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { concatenate } from './concatenate.js';
import { type HiveKey, hiveKeys } from './hive-keys.js';
import { readObject } from './read-object.js';

/** One object of a folder. */
interface Part {
  readonly uri: string;
  readonly table: Table;
  readonly keys: readonly HiveKey[];
}

/**
 * All `*.parquet` objects below a prefix as one table, in the order of their keys. What their folders say (`key=value`)
 * becomes columns after those of the files; a column that an object does not have has no value in its rows.
 *
 * @throws CO_FILE_EMPTY where there is no object, CO_COLUMN_DRIFT, or what reading one of them throws
 */
export async function readFolder(source: StoredObject): Promise<Table> {
  const parts: Part[] = [];
  for await (const { key } of source.storage.list(source.key)) {
    const below = key.slice(source.key.length);
    if (isData(below)) parts.push(await readPart(source, key, below));
  }
  const [first] = parts;
  if (!first) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri: source.uri });
  const columns = [...fileColumns(parts), ...keyColumns(parts)];
  const rows = parts.reduce((sum, part) => sum + part.table.rows, 0);
  return new Table(columns, { rows, attributes: first.table.attributes, columnAttributes: attributesOf(parts) });
}

/** Names that begin with `_` or `.` are not data (Hive). */
function isData(below: string): boolean {
  return /\.parquet$/i.test(below) && !below.split('/').some((part) => /^[_.]/.test(part));
}

async function readPart(source: StoredObject, key: string, below: string): Promise<Part> {
  const uri = `${source.storage.root}${key}`;
  const bytes = await source.storage.get(key);
  if (!bytes) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  return { uri, table: readObject(bytes, uri), keys: hiveKeys(below) };
}

function fileColumns(parts: readonly Part[]): (readonly [string, Column])[] {
  const names = new Set(parts.flatMap(({ table }) => table.names));
  return [...names].map((name) => [name, joined(name, parts)] as const);
}

function joined(name: string, parts: readonly Part[]): Column {
  const typed = parts.find(({ table }) => isTyped(table.has(name) ? table.column(name) : undefined));
  const type = typed?.table.column(name).type ?? 'string';
  const columns = parts.map(({ uri, table }) => {
    const column = table.has(name) ? table.column(name) : undefined;
    if (!column || !isTyped(column)) return nullColumn(type, table.rows);
    if (column.type === type) return column;
    throw new CloudOptimisedError('CO_COLUMN_DRIFT', {
      column: name,
      uri,
      type: column.type,
      otherUri: typed?.uri ?? '',
      otherType: type,
    });
  });
  return concatenate(columns);
}

/** A column without any text may be one of Arrow's nulls, which fits every type. */
function isTyped(column: Column | undefined): boolean {
  return column !== undefined && (isFixed(column) || column.categories.length > 0);
}

/** Keys of folders: whole numbers where all values are, otherwise texts. A column of the files goes before a key of its name. */
function keyColumns(parts: readonly Part[]): (readonly [string, Column])[] {
  const inFiles = new Set(parts.flatMap(({ table }) => table.names));
  const names = new Set(parts.flatMap(({ keys }) => keys.map((key) => key.name)));
  return [...names].filter((name) => !inFiles.has(name)).map((name) => [name, keyColumn(name, parts)] as const);
}

function keyColumn(name: string, parts: readonly Part[]): Column {
  const values = parts.map(({ keys }) => keys.find((key) => key.name === name)?.value ?? null);
  const whole = values.every((value) => value === null || isInt64(value)) && values.some((value) => value !== null);
  const type = whole ? 'int64' : 'string';
  const columns = values.map((value, index) => {
    const rows = (parts[index] as Part).table.rows;
    return value === null ? nullColumn(type, rows) : constantColumn(type, whole ? BigInt(value) : value, rows);
  });
  return concatenate(columns);
}

/** Written plainly, so that the text comes back: `007` stays a text. */
function isInt64(text: string): boolean {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

function attributesOf(parts: readonly Part[]): Table['columnAttributes'] {
  return new Map(parts.toReversed().flatMap(({ table }) => [...table.columnAttributes]));
}
