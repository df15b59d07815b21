import type { CreatedConfig } from '../app/create-dataset-config.js';
import { CloudOptimisedError, describeError } from '../errors/index.js';
import type { Decision } from '../scaffold/decisions.js';
import { checkGivenOnce, createParser } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { jsonOption } from './json-option.js';

/** Makes a dataset config from sample files. */
export async function createDatasetConfig(args: readonly string[]): Promise<void> {
  const options = await parserOf(args).parseAsync();
  await runCommand(() => create(options as unknown as Options), options as { verbose?: boolean });
}

function parserOf(args: readonly string[]) {
  return createParser('create-dataset-config', args).command(
    '$0 <files..>',
    'Look at sample files, and write a config with which they can be published',
    (command) =>
      command
        .positional('files', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'Files, folders, prefixes or buckets; of each listing some files are looked at',
        })
        .options({
          name: { type: 'string', requiresArg: true, describe: 'Name of the dataset' },
          format: {
            choices: ['parquet', 'zarr'] as const,
            describe: 'Format of the dataset; by default what the files are decides',
          },
          output: {
            type: 'string',
            requiresArg: true,
            describe: 'Folder or address that gets <name>.json; by default the working folder',
          },
          uuid: {
            type: 'string',
            requiresArg: true,
            describe: 'Identifier or address of the GeoNetwork record that describes the dataset',
          },
          catalogue: { type: 'string', requiresArg: true, describe: 'Address of the catalogue that has the record' },
          'csv-options': {
            type: 'string',
            requiresArg: true,
            describe: 'JSON: options of pandas.read_csv or polars.read_csv',
          },
          's3-options': {
            type: 'string',
            requiresArg: true,
            describe: 'JSON: options of s3fs for the files; keys are not written into the config',
          },
          yes: {
            type: 'boolean',
            default: false,
            describe: 'Ask nothing: take what is proposed, and replace a config that is there',
          },
          json: { type: 'boolean', default: false, describe: 'Tell the decisions as one JSON object' },
          verbose: { type: 'boolean', default: false, describe: 'The stack of a failure' },
        })
        .check((given) =>
          checkGivenOnce(given, ['name', 'format', 'output', 'uuid', 'catalogue', 'csv-options', 's3-options']),
        ),
  );
}

interface Options {
  readonly files: string[];
  readonly name?: string;
  readonly format?: string;
  readonly output?: string;
  readonly uuid?: string;
  readonly catalogue?: string;
  readonly csvOptions?: string;
  readonly s3Options?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

async function create(options: Options): Promise<number> {
  const app = await import('../app/create-dataset-config.js');
  const isAsking = !options.yes && process.stdin.isTTY === true;
  if (!options.yes && !isAsking) throw new CloudOptimisedError('CO_SCAFFOLD_QUESTIONS', { option: '--yes' });
  const prompts = isAsking ? await import('./ask-doubts.js') : undefined;
  const { files, name, format, output, uuid, catalogue } = options;
  try {
    const created = await app.createDatasetConfig({
      ...{ files, name, format, output, uuid, catalogue },
      csvOptions: jsonOption('--csv-options', options.csvOptions),
      s3Options: jsonOption('--s3-options', options.s3Options),
      observer: ({ file, done, all }) => progress(`looking at ${file} (${done + 1} of ${all})`),
      ask: prompts?.askDoubt,
      confirm: prompts?.confirmReplacing ?? (async () => true),
    });
    process.stdout.write(options.json ? `${JSON.stringify(summaryOf(created))}\n` : reportOf(created));
    return created.problems.some(({ severity }) => severity === 'error') ? EXIT.someFailed : EXIT.done;
  } catch (error) {
    if (options.json) process.stdout.write(`${JSON.stringify({ type: 'error', ...describeError(error) })}\n`);
    throw error;
  }
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function summaryOf({ name, format, file, template, decisions, unreadable, problems }: CreatedConfig) {
  return { type: 'summary', dataset: name, format, file, template, decisions, unreadable, problems };
}

/** Each decision with its reason, then what is left to do. */
function reportOf(created: CreatedConfig): string {
  const { name, file, template, decisions, unreadable, problems } = created;
  const lines = [
    ...decisions.map((decision) => tell(decision)),
    ...unreadable.map(({ file: sample, message }) => `! ${sample} was not looked at: ${message}`),
    '',
    `wrote ${file}${template ? ` and ${template}` : ''}`,
    ...problems.map(({ severity, pointer, message }) => `  ${severity}: ${pointer}: ${message}`),
    ...nextSteps(
      name,
      file,
      problems.some(({ severity }) => severity === 'error'),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function tell({ id, value, reason, doubt, isAnswered }: Decision): string {
  const mark = doubt && !isAnswered ? '?' : '-';
  const shown = value.length > 100 ? `${value.slice(0, 97)}…` : value;
  return `${mark} ${id}: ${shown}\n    ${reason}`;
}

function nextSteps(name: string, file: string, isIncomplete: boolean): string[] {
  if (isIncomplete) return [`Complete it, and check it with: validate-dataset-config ${file}`];
  return [
    `Publish with:  generic-cloud-optimised-creation -c ${file}`,
    `What begins with ? is open to doubt: change it in ${name}.json. Placeholders are left in aws_opendata_registry.`,
  ];
}
