import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { QueryOptions, QueryResult } from '../app/query-dataset.js';
import { checkGivenOnce } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { jsonOption } from './json-option.js';
import { counted } from './report/counted.js';

interface QueryArguments {
  dataset: string;
  time: string | undefined;
  bbox: string | undefined;
  point: string | undefined;
  columns: string | undefined;
  where: string[] | undefined;
  to: string | undefined;
  limit: number | undefined;
  describe: boolean;
  json: boolean;
  s3Options: string | undefined;
}

const EPILOGUE = `Times are ISO 8601 in UTC; both ends of --time belong to it, and a year, month or day as END counts to its end. \
Without --to a terminal shows the first rows, and a pipe gets CSV (with --json an array of records).`;

/** `cloud-optimised query DATASET`: rows of a published dataset by time, place and values. */
export const queryCommand: CommandModule = {
  command: 'query <dataset>',
  describe: 'Read rows of a published dataset by time, place and values, or tell what is in it',
  builder: (parser: Argv) =>
    parser
      .positional('dataset', { type: 'string', demandOption: true, describe: 'Path or address of the dataset itself' })
      .options({
        time: text("START/END: '2011-01/2011-03-15', '2012/..', '2012-06-01T06:00/2012-06-01T12:00'"),
        bbox: text('WEST,SOUTH,EAST,NORTH in degrees; WEST greater than EAST goes across the antimeridian'),
        point: text('LONGITUDE,LATITUDE: only the rows, or the cell, nearest to it'),
        columns: text('A,B: only these, in this order'),
        where: {
          type: 'string',
          array: true,
          nargs: 1,
          describe: "'COLUMN OPERATOR VALUE' with = != < <= > >=; all that are given must hold",
        },
        to: text('File for the result: .parquet, .csv, .arrow or .json'),
        limit: { type: 'number', requiresArg: true, describe: 'End after so many rows' },
        describe: { type: 'boolean', default: false, describe: 'Tell columns, attributes and extents instead of rows' },
        json: { type: 'boolean', default: false, describe: 'Answer with JSON' },
        's3-options': text('JSON with options of s3fs for the bucket, as in configs: \'{"anon": true}\''),
      })
      .check((options) => checkGivenOnce(options, ['time', 'bbox', 'point', 'columns', 'to', 'limit', 's3-options']))
      .check(({ limit }) => checkLimit(limit))
      .epilogue(EPILOGUE),
  handler: (options) => runCommand(() => query(options as unknown as ArgumentsCamelCase<QueryArguments>)),
};

function text(describe: string) {
  return { type: 'string', requiresArg: true, describe } as const;
}

function checkLimit(limit: unknown): true {
  const isCount = limit === undefined || (Number.isSafeInteger(limit) && (limit as number) > 0);
  if (!isCount) throw '--limit is a number of rows, 1 or more';
  return true;
}

async function query(options: QueryArguments): Promise<number> {
  const asked = askedOf(options);
  if (options.describe) return describe(asked, options.json);
  if (options.to !== undefined) return toFile({ ...asked, to: options.to }, options.json);
  if (options.json || !process.stdout.isTTY) return toPipe(asked, options.json ? '.json' : '.csv');
  return preview(asked);
}

function askedOf({ dataset, limit, s3Options, ...selection }: QueryArguments): QueryOptions {
  return { dataset, limit, selection, s3Options: jsonOption('--s3-options', s3Options) };
}

async function describe(asked: QueryOptions, json: boolean): Promise<number> {
  const [{ describePublished }, { descriptionJson, descriptionLines }] = await Promise.all([
    import('../app/query-dataset.js'),
    import('./report/description-text.js'),
  ]);
  const description = await describePublished(asked);
  print(json ? JSON.stringify(descriptionJson(description)) : descriptionLines(description).join('\n'));
  return EXIT.done;
}

async function toFile(asked: QueryOptions & { to: string }, json: boolean): Promise<number> {
  const { queryToFile } = await import('../app/query-dataset.js');
  const progress = process.stderr.isTTY
    ? (rows: number) => process.stderr.write(`\r${counted(rows, 'row')} `)
    : undefined;
  const result = await queryToFile({ ...asked, progress, signal: interruptSignal() });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (json) print(JSON.stringify({ type: 'query', ...result }));
  else print(result.interrupted ? 'Interrupted: nothing is written' : written(result));
  return result.interrupted ? EXIT.interrupted : EXIT.done;
}

function written({ file, rows, bytes }: QueryResult): string {
  return `${file}: ${counted(rows, 'row')}, ${counted(bytes ?? 0, 'byte')}`;
}

/** A reader that has gone (`| head`) wants no more: that is no failure, and nothing more is read for it. */
async function toPipe(asked: QueryOptions, ending: string): Promise<number> {
  const { writeQuery } = await import('../app/query-dataset.js');
  try {
    await writeQuery(asked, ending, toStdout);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return EXIT.done;
}

function toStdout(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function preview(asked: QueryOptions): Promise<number> {
  const [{ queryTables }, { previewLines, PREVIEW_ROWS }] = await Promise.all([
    import('../app/query-dataset.js'),
    import('./report/preview-text.js'),
  ]);
  const rows = asked.limit ?? PREVIEW_ROWS;
  const tables = [];
  for await (const table of queryTables({ ...asked, limit: rows + 1 })) tables.push(table);
  for (const line of previewLines(tables, rows, process.stdout.columns || 80)) print(line);
  return EXIT.done;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
