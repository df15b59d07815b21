import type { Argv, CommandModule } from 'yargs';
import { EXIT, runCommand } from './exit.js';
import { catalogueJson, catalogueTable } from './report/catalogue-text.js';
import { counted } from './report/counted.js';

interface CatalogueArguments {
  prefix: string;
  json: boolean;
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
      }),
  handler: (options) => runCommand(() => list(options as unknown as CatalogueArguments)),
};

async function list({ prefix, json }: CatalogueArguments): Promise<number> {
  const { catalogue } = await import('../app/catalogue.js');
  const found = [];
  for await (const entry of catalogue(prefix)) {
    found.push(entry);
    if (json) print(JSON.stringify({ type: 'dataset', ...catalogueJson(entry) }));
  }
  const failed = found.filter(({ error }) => error !== undefined);
  if (json) print(JSON.stringify({ type: 'summary', prefix, datasets: found.length, failed: failed.length }));
  else for (const line of catalogueTable(found)) print(line);
  if (!json) for (const { uri, error } of failed) process.stderr.write(`${uri}: ${error?.code}: ${error?.message}\n`);
  if (!json && found.length === 0) process.stderr.write(`${counted(0, 'dataset')} directly below '${prefix}'\n`);
  return failed.length > 0 ? EXIT.someFailed : EXIT.done;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
