/**
 * `cloud-optimised append` and `zappend`: the same options, each with the outputs and exit status of its name.
 *
 * @module
 */
import type { Argv, CommandModule } from 'yargs';
import type { AppendSummary } from '../append/events.js';
import { CloudOptimisedError, describeError, isCoded } from '../errors/index.js';
import { checkGivenOnce, createParser } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { type AppendReport, appendReport } from './report/append-report.js';
import { counted } from './report/counted.js';

/** `cloud-optimised append [options] SLICES…` */
export const appendCommand: CommandModule = {
  command: 'append [slices..]',
  describe: 'Append slices to a Zarr dataset along one dimension; a new one is made of the first',
  builder: withOptions,
  handler: (options) =>
    runCommand(() => appendAsOurs(options as unknown as AppendArguments), { verbose: options.traceback === true }),
};

/** The command `zappend`, with zappend's options, outputs and exit status. */
export async function zappend(args: readonly string[]): Promise<void> {
  const parser = withOptions(createParser('zappend', args).usage('$0 [OPTIONS] [SLICES]...'));
  const parsed = await parser
    .command('$0 [slices..]', 'Append slices to a Zarr dataset along one dimension', (command) => withSlices(command))
    .parseAsync();
  process.exitCode = await appendAsZappend(parsed as unknown as AppendArguments);
}

/** What both commands take. What is not given does not go over the configs. */
export interface AppendArguments {
  readonly slices?: readonly string[];
  readonly config?: readonly string[];
  readonly target?: string;
  readonly forceNew?: boolean;
  readonly dryRun?: boolean;
  readonly traceback: boolean;
  readonly helpConfig?: 'json' | 'md';
  readonly plugin?: readonly string[];
  readonly ifExists?: 'skip' | 'replace' | 'error';
  readonly insert?: boolean;
  readonly gaps?: 'error' | 'fill';
  readonly wait?: number;
  readonly workers?: number;
  readonly json: boolean;
}

function withSlices(parser: Argv): Argv {
  return parser.positional('slices', {
    type: 'string',
    array: true,
    describe: 'Paths or addresses of slices, in their order; - reads them from standard input, one a line',
  });
}

function withOptions(parser: Argv): Argv {
  return withSlices(parser)
    .options({
      config: {
        alias: 'c',
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe: 'Config, JSON or YAML; repeatable: later ones go over earlier ones',
      },
      target: {
        alias: 't',
        type: 'string',
        requiresArg: true,
        describe: 'Path or address of the dataset; goes before target_dir',
      },
      'force-new': { type: 'boolean', describe: 'Replace an existing dataset by a new one' },
      'dry-run': { type: 'boolean', describe: 'Open and check the slices, and write nothing' },
      'if-exists': {
        choices: ['skip', 'replace', 'error'] as const,
        describe: 'What becomes of labels that the dataset has already',
      },
      insert: { type: 'boolean', describe: 'Put labels that lie before the last one in their place' },
      gaps: { choices: ['error', 'fill'] as const, describe: 'What becomes of steps that are missing by append_step' },
      wait: { type: 'number', requiresArg: true, describe: 'Seconds to wait for the lock of another writer' },
      plugin: {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: 'Module that exports slice sources; repeatable',
      },
      workers: {
        type: 'number',
        requiresArg: true,
        describe: 'Threads that work; by default one for each processor, up to eight',
      },
      json: { type: 'boolean', default: false, describe: 'Events as JSON lines; the last one is the summary' },
      traceback: { type: 'boolean', default: false, describe: 'Tell the stack of an error' },
      'help-config': { choices: ['json', 'md'] as const, describe: 'Show the schema of configs, or their reference' },
    })
    .check((options) => checkGivenOnce(options, ['target', 'if-exists', 'wait', 'workers', 'help-config']))
    .check(({ workers, wait }) => {
      if (workers !== undefined && !(Number.isInteger(workers) && Number(workers) > 0))
        throw '--workers takes a whole number above 0';
      if (wait !== undefined && !(Number(wait) >= 0)) throw '--wait takes a number of seconds';
      return true;
    });
}

/** Exit 0: all done; 1: a slice failed, those before it are in; 2: nothing could start; 130: interrupted between two commits. */
async function appendAsOurs(options: AppendArguments): Promise<number> {
  if (options.helpConfig) return helpConfig(options.helpConfig);
  const report = await appendReport(options);
  try {
    const { summary, interrupted } = await run(options, report, 'cloud-optimised');
    if (interrupted)
      throw new CloudOptimisedError('CO_INTERRUPTED', { finished: summary.files.published, left: summary.left });
    return EXIT.done;
  } catch (error) {
    if (options.json && !report.summary) report.error(error);
    if (!isCoded(error, 'CO_INTERRUPTED') && (report.summary?.files.failed ?? 0) > 0)
      return tellFailure(error, options);
    throw error;
  } finally {
    report.close();
  }
}

function tellFailure(error: unknown, { traceback }: AppendArguments): number {
  const { code, message } = describeError(error);
  process.stderr.write(`${code}: ${message}\n`);
  if (traceback) process.stderr.write(`${stackOf(error)}\n`);
  return EXIT.someFailed;
}

/** Exit 0 with a line that counts the slices; 1 with `Error: …`. */
async function appendAsZappend(options: AppendArguments): Promise<number> {
  if (options.helpConfig) return helpConfig(options.helpConfig);
  if ((options.slices ?? []).length === 0) return printed('No slice datasets given.');
  const report = await appendReport({ ...options, quiet: true });
  try {
    const { summary, interrupted } = await run(options, report, 'zappend');
    if (interrupted)
      throw new CloudOptimisedError('CO_INTERRUPTED', { finished: summary.files.published, left: summary.left });
    const { published, skipped } = summary.files;
    return options.json ? EXIT.done : printed(`${counted(published + skipped, 'slice dataset')} processed.`);
  } catch (error) {
    if (options.json && !report.summary) report.error(error);
    process.stderr.write(`Error: ${describeError(error).message}\n`);
    if (options.traceback) process.stderr.write(`${stackOf(error)}\n`);
    return EXIT.someFailed;
  } finally {
    report.close();
  }
}

function printed(line: string): number {
  process.stdout.write(`${line}\n`);
  return EXIT.done;
}

async function run(
  options: AppendArguments,
  report: AppendReport,
  name: 'zappend' | 'cloud-optimised',
): Promise<{ summary: AppendSummary; interrupted: boolean }> {
  const { append } = await import('../app/append-slices.js');
  const signal = interruptSignal();
  const summary = await append(await slicesOf(options.slices ?? []), [...(options.config ?? [])], {
    overrides: overridesOf(options),
    plugins: options.plugin ?? [],
    workers: options.workers,
    ownsProcess: true,
    defaults: name,
    observer: report.observe,
    signal,
  });
  return { summary, interrupted: signal.aborted && summary.left > 0 };
}

/** Options that were given, as the config's own keys. */
function overridesOf({
  target,
  forceNew,
  dryRun,
  ifExists,
  insert,
  gaps,
  wait,
}: AppendArguments): Record<string, unknown> {
  const given = { target_dir: target, force_new: forceNew, dry_run: dryRun, if_exists: ifExists, insert, gaps, wait };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The slices named, with those of standard input in the place of `-`. */
async function slicesOf(named: readonly string[]): Promise<string[]> {
  const slices: string[] = [];
  for (const name of named) slices.push(...(name === '-' ? await linesOfInput() : [name]));
  return slices;
}

async function linesOfInput(): Promise<string[]> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) text += piece;
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

async function helpConfig(form: 'json' | 'md'): Promise<number> {
  const { appendConfigHelp } = await import('../app/append-help.js');
  return printed((await appendConfigHelp(form)).trimEnd());
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? `${error.stack}\ncaused by ${stackOf(error.cause)}` : (error.stack ?? '');
}
