import { CloudOptimisedError } from '../errors/index.js';
import { CONFIG_OPTION, checkGivenOnce, createParser, OUTPUT_OPTION } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { jsonError, jsonReport } from './report/json-report.js';
import { plainReport } from './report/plain-report.js';
import type { RunReport } from './report/progress-report.js';

/** Publishes a dataset from its config. */
export async function genericCloudOptimisedCreation(args: readonly string[]): Promise<void> {
  const options = await parserOf(args).parseAsync();
  await runCommand(() => publish(options), options);
}

function parserOf(args: readonly string[]) {
  return createParser('generic-cloud-optimised-creation', args)
    .usage('$0 --config CONFIG\n\nPublish files as a cloud-optimised dataset, as one config tells.')
    .options({
      config: CONFIG_OPTION,
      input: {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: "File, folder, prefix or pattern instead of the config's paths; repeatable",
      },
      output: OUTPUT_OPTION,
      'json-overwrite': {
        alias: 'o',
        type: 'string',
        requiresArg: true,
        describe: 'JSON, or @FILE, merged over the config',
      },
      plugin: { type: 'string', array: true, requiresArg: true, describe: 'Module that brings handlers; repeatable' },
      workers: { type: 'number', requiresArg: true, describe: 'Worker threads; by default one for each processor' },
      'dry-run': { type: 'boolean', default: false, describe: 'Tell what would be done, and write nothing' },
      force: { type: 'boolean', default: false, describe: 'Publish all files, also those that did not change' },
      json: { type: 'boolean', default: false, describe: 'Events as JSON lines; the last one is the summary' },
      verbose: { type: 'boolean', default: false, describe: 'Tell of each file, and the stack of each failure' },
    })
    .check((options) => checkGivenOnce(options, ['config', 'output', 'json-overwrite', 'workers']))
    .check(({ workers }) => {
      if (workers !== undefined && !(Number.isInteger(workers) && workers > 0))
        throw '--workers takes a whole number above 0';
      return true;
    });
}

type Options = Awaited<ReturnType<ReturnType<typeof parserOf>['parseAsync']>>;

async function publish(options: Options): Promise<number> {
  const { publishDataset } = await import('../app/publish-dataset.js');
  const signal = interruptSignal();
  const report = await reportOf(options);
  const { files, failures, left } = await publishDataset({
    config: options.config,
    input: options.input ?? [],
    output: options.output,
    override: options.jsonOverwrite,
    plugins: options.plugin ?? [],
    workers: options.workers,
    dryRun: options.dryRun,
    force: options.force,
    observer: report.observe,
    signal,
  })
    .catch((error: unknown) => {
      if (options.json) jsonError(error);
      throw error;
    })
    .finally(report.close);
  if (signal.aborted)
    throw new CloudOptimisedError('CO_INTERRUPTED', { finished: files.published + files.failed, left });
  return failures.length > 0 ? EXIT.someFailed : EXIT.done;
}

async function reportOf({ json, verbose }: Options): Promise<RunReport> {
  if (json) return { observe: jsonReport, close: () => {} };
  if (!process.stdout.isTTY) return { observe: plainReport({ verbose }), close: () => {} };
  const { progressReport } = await import('./report/progress-report.js');
  return progressReport({ verbose });
}
