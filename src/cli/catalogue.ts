import type { Argv, CommandModule } from 'yargs';
import type { CatalogueEntry } from '../query/catalogue.js';
import { checkGivenOnce } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { jsonOption } from './json-option.js';
import { catalogueJson, catalogueTable } from './report/catalogue-text.js';

interface CatalogueArguments {
  prefix: string;
  json: boolean;
  s3Options: string | undefined;
}

/** `cloud-optimised catalogue PREFIX`: the datasets of a folder or bucket. */
export const catalogueCommand: CommandModule = {
  command: 'catalogue <prefix>',
  describe: 'List the datasets of a folder or bucket with their titles, rows, extents and sources',
  builder: (parser: Argv) =>
    parser
      .positional('prefix', {
        type: 'string',
        demandOption: true,
        describe: 'Folder or address that the datasets lie directly below: ./published, s3://bucket/prefix',
      })
      .options({
        json: {
          type: 'boolean',
          default: false,
          describe: 'One JSON line for each dataset; the last one is the summary',
        },
        's3-options': {
          type: 'string',
          requiresArg: true,
          describe: 'JSON with options of s3fs for the bucket, as in configs: \'{"anon": true}\'',
        },
      })
      .check((options) => checkGivenOnce(options, ['s3-options'])),
  handler: (options) => runCommand(() => list(options as unknown as CatalogueArguments)),
};

async function list({ prefix, json, s3Options }: CatalogueArguments): Promise<number> {
  const { catalogue } = await import('../app/catalogue.js');
  const found = [];
  for await (const entry of catalogue(prefix, { s3Options: jsonOption('--s3-options', s3Options) })) {
    found.push(entry);
    if (json) print(JSON.stringify({ type: 'dataset', ...catalogueJson(entry) }));
  }
  const failed = found.filter(({ error }) => error !== undefined);
  if (json) print(JSON.stringify({ type: 'summary', prefix, datasets: found.length, failed: failed.length }));
  else tell(prefix, found);
  return failed.length > 0 ? EXIT.someFailed : EXIT.done;
}

/** What cannot be read stands in the table with its code; why, below it. */
function tell(prefix: string, found: readonly CatalogueEntry[]): void {
  for (const line of catalogueTable(found)) print(line);
  if (found.length === 0) print(`No datasets directly below '${prefix}'`);
  for (const { uri, error } of found) if (error) process.stderr.write(`${uri}: ${error.code}: ${error.message}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
