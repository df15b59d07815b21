import type { ReplaceAnswer, ReplaceQuestion } from '../app/registry-events.js';
import { CloudOptimisedError } from '../errors/index.js';
import { checkGivenOnce, createParser, OUTPUT_OPTION } from './arguments.js';
import { askConfigs, askReplace, canAsk, isLeft } from './ask-replace.js';
import { EXIT, runCommand } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { jsonError } from './report/json-report.js';
import { registryLines, registrySummaryLine } from './report/registry-text.js';

/** Describes datasets for the Registry of Open Data on AWS. */
export async function createAwsRegistryDataset(args: readonly string[]): Promise<void> {
  const options = await parserOf(args).parseAsync();
  await runCommand(() => describe(options), options);
}

const OPTIONS = {
  file: {
    alias: 'f',
    type: 'string',
    array: true,
    requiresArg: true,
    nargs: 1,
    describe: 'Dataset config: a file, or a bare name in the working folder or among the shipped ones; repeatable',
  },
  all: {
    alias: 'a',
    type: 'string',
    describe: 'All dataset configs of a folder; by default of the working folder',
  },
  shipped: { type: 'boolean', default: false, describe: 'All dataset configs that come with this package' },
  directory: {
    alias: 'd',
    type: 'string',
    requiresArg: true,
    default: 'open-data-registry',
    describe: 'Folder that gets <name>.yaml; made where it is not there',
  },
  geonetwork: {
    alias: 'g',
    type: 'string',
    describe: "Take fields from a GeoNetwork record: an identifier or address; by default the config's metadata_uuid",
  },
  catalogue: {
    type: 'string',
    requiresArg: true,
    describe: 'Base of the GeoNetwork: https://example.org/geonetwork',
  },
  collections: {
    alias: ['c', 'csv-path'],
    type: 'string',
    requiresArg: true,
    describe: 'Take fields from a CSV file of collections',
  },
  settings: {
    type: 'string',
    requiresArg: true,
    describe: 'Settings of the institution; by default registry-settings.json of the working folder',
  },
  output: OUTPUT_OPTION,
  stac: { type: 'boolean', default: false, describe: 'Write <name>.stac.json, too: a collection of STAC' },
  dcat: { type: 'boolean', default: false, describe: 'Write <name>.dcat.jsonld, too: a dataset of DCAT' },
  extent: { type: 'boolean', default: false, describe: 'Ask the published datasets where and when they lie' },
  yes: { type: 'boolean', default: false, describe: 'Ask nothing: replace what is there' },
  json: {
    type: 'boolean',
    default: false,
    describe: 'One JSON line for each dataset; the last one is the summary',
  },
  verbose: { type: 'boolean', default: false, describe: 'Tell the stack of a failure' },
} as const;

function parserOf(args: readonly string[]) {
  return createParser('create-aws-registry-dataset', args)
    .usage('$0 -f CONFIG | -a [FOLDER]\n\nWrite entries for the Registry of Open Data on AWS from dataset configs.')
    .options(OPTIONS)
    .check((options) =>
      checkGivenOnce(options, ['all', 'directory', 'geonetwork', 'catalogue', 'collections', 'settings', 'output']),
    )
    .check(checkChoice);
}

function checkChoice({ file, all, shipped, geonetwork }: Readonly<Record<string, unknown>>): true {
  const ways = [file !== undefined, all !== undefined, shipped === true].filter(Boolean).length;
  if (ways > 1) throw 'Give one of -f, -a and --shipped';
  if (ways === 0 && !canAsk()) throw 'Give a config with -f, a folder with -a, or --shipped';
  const isOne = Array.isArray(file) && file.length === 1;
  if (geonetwork && !isOne) throw 'One record cannot describe several datasets: give -g without a value, or one -f';
  return true;
}

type Options = Awaited<ReturnType<ReturnType<typeof parserOf>['parseAsync']>>;

async function describe(options: Options): Promise<number> {
  const app = await import('../app/create-registry-entry.js');
  const signal = interruptSignal();
  let finished = 0;
  try {
    const summary = await app.createRegistryEntries({
      ...(await chosen(options)),
      ...sourcesOf(options),
      replace: answerOf(options),
      signal,
      observer: (event) => {
        finished++;
        print(options, event, registryLines);
      },
    });
    print(options, summary, (told) => [registrySummaryLine(told)]);
    if (signal.aborted && summary.left > 0)
      throw new CloudOptimisedError('CO_INTERRUPTED', { finished, left: summary.left, things: 'dataset' });
    return summary.entries.failed > 0 ? EXIT.someFailed : EXIT.done;
  } catch (error) {
    const told = isLeft(error)
      ? new CloudOptimisedError('CO_INTERRUPTED', { finished, things: 'dataset' }, { cause: error })
      : error;
    if (options.json) jsonError(told);
    throw told;
  }
}

/** The configs that are meant; asked for where none are named. */
async function chosen({ file, all, shipped }: Options) {
  if (file !== undefined) return { configs: file };
  if (shipped) return { all: 'shipped' as const };
  if (all !== undefined) return { all: { folder: all || '.' } };
  const { configChoices } = await import('../app/registry-inputs.js');
  return { configs: await askConfigs(await configChoices(process.cwd())) };
}

function sourcesOf({ geonetwork, catalogue, collections, settings, output, stac, dcat, extent, directory }: Options) {
  const record: string | true | undefined = geonetwork === '' ? true : geonetwork;
  return { record, catalogue, collections, settings, output, stac, dcat, extent, folder: directory };
}

function answerOf({ yes }: Options): ReplaceAnswer {
  if (yes) return 'always';
  return canAsk() ? (question: ReplaceQuestion) => askReplace(question) : 'never';
}

function print<T>({ json }: Options, told: T, linesOf: (told: T) => string[]): void {
  process.stdout.write(`${json ? JSON.stringify(told) : linesOf(told).join('\n')}\n`);
}
