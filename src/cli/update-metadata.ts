import { CloudOptimisedError } from '../errors/index.js';
import { CONFIG_OPTION, checkGivenOnce, createParser, OUTPUT_OPTION } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { jsonError } from './report/json-report.js';
import { metadataLines, metadataSummaryLine } from './report/metadata-text.js';

/** Brings the attributes of what is published up to its config, without publishing anything again. */
export async function updateMetadata(args: readonly string[]): Promise<void> {
  const options = await parserOf(args).parseAsync();
  await runCommand(() => update(options), options);
}

function parserOf(args: readonly string[]) {
  return createParser('update-metadata', args)
    .usage('$0 --config CONFIG | --all [FOLDER]\n\nBring the attributes of published datasets up to their configs.')
    .options({
      config: { ...CONFIG_OPTION, demandOption: false },
      all: { type: 'string', describe: 'All dataset configs of a folder; by default of the working folder' },
      output: OUTPUT_OPTION,
      'json-overwrite': {
        alias: 'o',
        type: 'string',
        requiresArg: true,
        describe: 'JSON, or @FILE, merged over the config',
      },
      accept: {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'VARIABLE.ATTRIBUTE that may come to mean something else, since it was told wrongly; repeatable',
      },
      plugin: { type: 'string', array: true, requiresArg: true, nargs: 1, describe: 'Module that brings handlers' },
      wait: { type: 'number', default: 0, requiresArg: true, describe: 'Seconds to wait for another writer' },
      'dry-run': { type: 'boolean', default: false, describe: 'Tell what would change, and write nothing' },
      json: {
        type: 'boolean',
        default: false,
        describe: 'One JSON line for each dataset; the last one is the summary',
      },
      verbose: { type: 'boolean', default: false, describe: 'Tell the stack of a failure' },
    })
    .check((options) => checkGivenOnce(options, ['config', 'all', 'output', 'json-overwrite', 'wait']))
    .check(({ config, all, wait }) => {
      if ((config === undefined) === (all === undefined)) throw 'Give either --config or --all';
      if (!(wait >= 0)) throw '--wait takes a number of seconds';
      return true;
    });
}

type Options = Awaited<ReturnType<ReturnType<typeof parserOf>['parseAsync']>>;

function update(options: Options): Promise<number> {
  return options.config === undefined ? updateAll(options) : updateOne(options, options.config);
}

async function updateOne(options: Options, config: string): Promise<number> {
  const app = await import('../app/update-metadata.js');
  try {
    const updated = await app.updateMetadata({ ...common(options), config });
    print(options, { type: 'metadata', config, ...updated });
    return EXIT.done;
  } catch (error) {
    if (options.json) jsonError(error);
    throw error;
  }
}

/** Exit 1 where the metadata of a dataset could not be brought up to its config. */
async function updateAll(options: Options): Promise<number> {
  const { updateAllMetadata } = await import('../app/update-all-metadata.js');
  const signal = interruptSignal();
  const observer = (event: Parameters<typeof metadataLines>[0]) => print(options, event);
  const summary = await updateAllMetadata({ ...common(options), folder: options.all || '.', observer, signal });
  process.stdout.write(`${options.json ? JSON.stringify(summary) : metadataSummaryLine(summary)}\n`);
  const { changed, unchanged, failed } = summary.datasets;
  if (signal.aborted && summary.left > 0)
    throw new CloudOptimisedError('CO_INTERRUPTED', {
      finished: changed + unchanged + failed,
      left: summary.left,
      things: 'dataset',
    });
  return failed > 0 ? EXIT.someFailed : EXIT.done;
}

function common({ output, jsonOverwrite, accept, plugin, wait, dryRun }: Options) {
  return { output, override: jsonOverwrite, accept: accept ?? [], plugins: plugin ?? [], wait, dryRun };
}

function print({ json }: Options, event: Parameters<typeof metadataLines>[0]): void {
  process.stdout.write(`${json ? JSON.stringify(event) : metadataLines(event).join('\n')}\n`);
}
