import { createRequire } from 'node:module';
import yargs, { type Argv } from 'yargs';
import { CloudOptimisedError } from '../errors/index.js';
import { EXIT } from './exit.js';

/** A parser with the habits that all commands share: strict options, usage errors end with status 2. */
export function createParser(name: string, args: readonly string[]): Argv {
  return yargs([...args])
    .scriptName(name)
    .strict()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .alias('help', 'h')
    .version(packageVersion())
    .fail((message, error, parser) => {
      if (!isUsageError(error)) throw error;
      const usage = new CloudOptimisedError('CO_USAGE', { reason: message });
      process.stderr.write(`${usage.code}: ${usage.message}\n\n`);
      parser.showHelp('error');
      process.exit(EXIT.couldNotStart);
    });
}

/** yargs tells its own findings as a YError or as no error at all, and what a `check` throws as it is: here, a text. */
function isUsageError(error: unknown): boolean {
  return !(error instanceof Error) || error.name === 'YError';
}

function packageVersion(): string {
  return createRequire(import.meta.url)('cloud-optimised/package.json').version;
}

/** Refuses options that are given twice, of which yargs would make a list. Throws a text, which the parser tells as CO_USAGE. */
export function checkGivenOnce(options: Readonly<Record<string, unknown>>, names: readonly string[]): true {
  const twice = names.find((name) => Array.isArray(options[name]));
  if (twice !== undefined) throw `--${twice} is given twice`;
  return true;
}

/** Options that every command which needs a dataset config takes. */
export const CONFIG_OPTION = {
  alias: 'c',
  type: 'string',
  demandOption: true,
  requiresArg: true,
  describe: 'Dataset config: a file, an address, or a bare name in the working folder or among the shipped ones',
} as const;

export const OUTPUT_OPTION = {
  type: 'string',
  requiresArg: true,
  describe:
    "Folder or address instead of the config's bucket and prefix; the dataset is <output>/<dataset_name>.<format>",
} as const;
