/**
 * What a dataset on the disk holds, seen from outside: its rows as DuckDB reads them, its files, and what its ledger's
 * documents say. Knows the ledger's format by its documentation, not through the code under test.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A dataset and its ledger as they lie there. */
export interface DatasetState {
  /** `source file|time|latitude|longitude|value`, sorted; a row that is there twice is listed twice. */
  readonly rows: readonly string[];
  /** Keys below the dataset, sorted, without temporary files. */
  readonly keys: readonly string[];
  /** Keys that the ledger claims, sorted. */
  readonly claimed: readonly string[];
  /** Objects that the ledger still wants removed. */
  readonly removals: readonly string[];
  /** Intents, locks that are held, and documents that a merged one stands for, which are still there. */
  readonly unfinished: readonly string[];
  /** Temporary files, which no listing of the tool shows. */
  readonly temporary: readonly string[];
}

const TEMPORARY = /(^|\/)\.~co-/;

/** A lock that was given back stays, because its number must go on growing. */
function isFreeLock(ledger: string, key: string): boolean {
  return key === 'lock.json' && JSON.parse(readFileSync(join(ledger, key), 'utf8')).released === true;
}

/** The state of `<output>/<name>`. @param name `tracks.parquet` */
export async function datasetState(output: string, name: string): Promise<DatasetState> {
  const files = filesBelow(join(output, name));
  const ledger = join(output, '_ledger', name);
  const ledgerFiles = filesBelow(ledger);
  const names = ledgerFiles.filter((key) => key.startsWith('batches/') && !TEMPORARY.test(key));
  const documents = names.map((key): Document => JSON.parse(readFileSync(join(ledger, key), 'utf8')));
  const { claimed, removals } = readLedger(documents);
  const merged = new Set(documents.flatMap(({ merges }) => merges));
  const keys = files.filter((key) => !TEMPORARY.test(key));
  return {
    rows: keys.some((key) => key.endsWith('.parquet')) ? await rowsOf(join(output, name)) : [],
    keys,
    claimed,
    removals,
    unfinished: ledgerFiles.filter(
      (key) => !TEMPORARY.test(key) && !isFreeLock(ledger, key) && (!names.includes(key) || merged.has(key)),
    ),
    temporary: [...files, ...ledgerFiles].filter((key) => TEMPORARY.test(key)),
  };
}

interface Document {
  readonly sequence: number;
  readonly merges: readonly string[];
  readonly directories: readonly string[];
  readonly entries: readonly { source: string; file: string; objects: readonly number[] }[];
  readonly forgotten: readonly string[];
  readonly removals: readonly string[];
}

/** Later documents override earlier ones. */
function readLedger(documents: readonly Document[]): Pick<DatasetState, 'claimed' | 'removals'> {
  const bySource = new Map<string, string[]>();
  for (const { entries, forgotten, directories } of documents.toSorted((a, b) => a.sequence - b.sequence)) {
    for (const source of [...forgotten, ...entries.map(({ source }) => source)]) bySource.delete(source);
    for (const { source, file, objects } of entries) {
      const keys = objects.map((at) => (directories[at] ? `${directories[at]}/${file}` : file));
      bySource.set(source, [...(bySource.get(source) ?? []), ...keys]);
    }
  }
  return { claimed: [...bySource.values()].flat().sort(), removals: documents.flatMap(({ removals }) => removals) };
}

let connection: ReturnType<DuckDBInstance['connect']> | undefined;

async function query(sql: string) {
  connection ??= DuckDBInstance.create(':memory:').then((instance) => instance.connect());
  return (await (await connection).runAndReadAll(sql)).getRowObjectsJson();
}

/** All rows, whatever their order; DuckDB walks the folders by itself, as readers do. */
async function rowsOf(folder: string): Promise<string[]> {
  const sql = `SELECT concat_ws('|', filename, strftime(time, '%Y-%m-%dT%H:%M:%S'), latitude, longitude, value) AS row
    FROM read_parquet('${folder}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false) ORDER BY 1`;
  return (await query(sql)).map(({ row }) => String(row));
}

/** The type in which an object stores a column, by Parquet's names: `FLOAT`, `DOUBLE`, `INT64`, … */
export async function columnType(path: string, column: string): Promise<string> {
  const [row] = await query(`SELECT type FROM parquet_schema('${path}') WHERE name = '${column}'`);
  return String(row?.type);
}

/** Keys of all files below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
