import type { Storage } from '../../contracts/storage.js';
import type { Table } from '../../model/table/table.js';
import { positions } from '../../model/table/table.js';
import { ahead } from '../ahead.js';
import { fittingRows } from '../conditions.js';
import { openObject } from './footer.js';
import { groupMayFit } from './group-bounds.js';
import type { ObjectPlace } from './places.js';
import type { DatasetQuestion } from './question.js';
import { fetchColumns, type GroupPlace, readGroup } from './read-group.js';

/** Footers that are fetched at the same time. */
const OBJECTS = 8;
/** Row groups that are fetched at the same time. */
const GROUPS = 4;
/** Where the other columns of a row group are more bytes than this, those that are looked at are fetched first, alone. */
const MUCH = 1 << 20;

/** The rows that fit, a table for each row group that has any. */
export async function* selectRows(
  places: AsyncIterable<ObjectPlace>,
  storage: Storage,
  question: DatasetQuestion,
): AsyncGenerator<Table> {
  const read = (group: GroupPlace) => readFitting(group, question, (table) => rowsOf(table, question));
  for await (const table of ahead(groupsIn(places, storage, question), GROUPS, read)) if (table) yield table;
}

function rowsOf(table: Table, { selection, roles, uri }: DatasetQuestion): Uint32Array | undefined {
  const flags = fittingRows(table, selection, roles, uri);
  return flags && positions(flags);
}

/** The row groups whose statistics do not rule them out. */
export async function* groupsIn(
  places: AsyncIterable<ObjectPlace> | Iterable<ObjectPlace>,
  storage: Storage,
  question: DatasetQuestion,
): AsyncGenerator<GroupPlace> {
  const open = async (place: ObjectPlace) => ({ place, object: await openObject(storage, place.key, place.size) });
  for await (const { place, object } of ahead(places, OBJECTS, open)) {
    let start = 0;
    for (const group of object.metadata.row_groups) {
      if (group.num_rows > 0n && groupMayFit(object, group, question)) yield { place, object, group, start };
      start += Number(group.num_rows);
    }
  }
}

/** The wanted columns of the rows that `pick` takes (all where it gives `undefined`), once it has seen what is looked at. */
export async function readFitting(
  group: GroupPlace,
  question: DatasetQuestion,
  pick: (lookedAt: Table) => Uint32Array | undefined,
): Promise<Table | undefined> {
  const { lookedAt, wanted } = question;
  const others = wanted.filter((name) => !lookedAt.includes(name));
  if (lookedAt.length === 0 || bytesOf(group, others) <= MUCH) await fetchColumns(group, [...lookedAt, ...others]);
  const seen = await readGroup(group, lookedAt, question);
  const rows = pick(seen);
  if (rows?.length === 0) return undefined;
  const rest = await readGroup(group, others, question);
  const whole = others.reduce((table, name) => table.with(name, rest.column(name)), seen).select(...wanted);
  return rows && rows.length < whole.rows ? whole.take(rows) : whole;
}

function bytesOf({ object, group }: GroupPlace, names: readonly string[]): number {
  const chunks = names.flatMap((name) => group.columns[object.columns.get(name)?.chunk ?? -1]?.meta_data ?? []);
  return chunks.reduce((sum, { total_compressed_size }) => sum + Number(total_compressed_size), 0);
}
