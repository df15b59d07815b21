import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { ConfigDifference, ExplainedConfig } from '../config/index.js';
import { checkGivenOnce } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

const JSON_OPTION = { type: 'boolean', default: false, describe: 'Answer with one JSON object' } as const;
const CONFIG_TEXT =
  'Dataset config: a file, an address, or a bare name in the working folder or among the shipped ones';

/** `cloud-optimised config show|diff|missing`: what configs say. */
export const configCommand: CommandModule = {
  command: 'config',
  describe: 'Show, compare and complete dataset configs',
  builder: (config) =>
    config
      .command({
        command: 'show <config>',
        describe: 'Tell what a config says with its parents, and where each value comes from',
        builder: withShowOptions,
        handler: (options) => runCommand(() => show(options as ArgumentsCamelCase<ShowArguments>)),
      })
      .command({
        command: 'diff <a> <b>',
        describe: 'Tell in what two configs differ, each with its parents',
        builder: withDiffOptions,
        handler: (options) => runCommand(() => diff(options as ArgumentsCamelCase<DiffArguments>)),
      })
      .command({
        command: 'missing <summary>',
        describe: 'Print the entries of variables that a run found and the schema lacks, ready to paste',
        builder: withMissingOptions,
        handler: (options) => runCommand(() => missing(options as ArgumentsCamelCase<MissingArguments>)),
      })
      .demandCommand(1, "Name 'show', 'diff' or 'missing'"),
  handler: () => undefined,
};

interface ShowArguments {
  readonly config: string;
  readonly jsonOverwrite: string | undefined;
  readonly json: boolean;
}

function withShowOptions(parser: Argv): Argv {
  return parser
    .positional('config', { type: 'string', demandOption: true, describe: CONFIG_TEXT })
    .options({
      'json-overwrite': {
        alias: 'o',
        type: 'string',
        requiresArg: true,
        describe: 'JSON, or @FILE, merged over the config',
      },
      json: JSON_OPTION,
    })
    .check((options) => checkGivenOnce(options, ['json-overwrite']));
}

async function show({ config, jsonOverwrite: override, json }: ShowArguments): Promise<number> {
  const { showConfig } = await import('../app/config-show.js');
  const explained = await showConfig({ config, override });
  print(json ? JSON.stringify({ type: 'config', ...explained }) : explainedLines(explained).join('\n'));
  return EXIT.done;
}

/** The files, then a line for each value: what told it, its pointer, and the value as JSON. */
function explainedLines({ layers, values }: ExplainedConfig): string[] {
  const names = new Map(layers.map(({ origin, file }, at) => [file, nameOf(origin, at, layers)]));
  const told = ({ origin, file }: { origin: string; file?: string }) => (file && names.get(file)) ?? origin;
  return [
    ...layers.map((layer) => `${told(layer).padEnd(8)}  ${layer.file}`),
    '',
    ...values.map((value) => `${told(value).padEnd(8)}  ${value.pointer}: ${JSON.stringify(value.value)}`),
  ];
}

/** The parent of a parent is `parent 2`. */
function nameOf(origin: string, at: number, layers: ExplainedConfig['layers']): string {
  const before = layers.slice(0, at).filter((layer) => layer.origin === 'parent').length;
  return origin === 'parent' && before > 0 ? `parent ${before + 1}` : origin;
}

interface DiffArguments {
  readonly a: string;
  readonly b: string;
  readonly exitCode: boolean;
  readonly json: boolean;
}

function withDiffOptions(parser: Argv): Argv {
  return parser
    .positional('a', { type: 'string', demandOption: true, describe: CONFIG_TEXT })
    .positional('b', { type: 'string', demandOption: true, describe: 'The other one' })
    .options({
      'exit-code': { type: 'boolean', default: false, describe: 'End with status 1 where they differ' },
      json: JSON_OPTION,
    });
}

async function diff({ a, b, exitCode, json }: DiffArguments): Promise<number> {
  const { diffConfigs } = await import('../app/config-show.js');
  const differences = await diffConfigs(a, b);
  const told = differences.length === 0 ? 'no difference' : counted(differences.length, 'difference');
  print(
    json
      ? JSON.stringify({ type: 'diff', a, b, differences })
      : [...differences.map(differenceLine), `${a}, ${b}: ${told}`].join('\n'),
  );
  return exitCode && differences.length > 0 ? EXIT.someFailed : EXIT.done;
}

function differenceLine(found: ConfigDifference): string {
  const { pointer, a, b, order } = found;
  const where = pointer === '' ? '/' : pointer;
  if (a === undefined) return `+ ${where}: ${JSON.stringify(b)}`;
  if (b === undefined) return `- ${where}: ${JSON.stringify(a)}`;
  return `~ ${where}${order ? ' (order)' : ''}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`;
}

interface MissingArguments {
  readonly summary: string;
  readonly config: string | undefined;
  readonly json: boolean;
}

function withMissingOptions(parser: Argv): Argv {
  return parser
    .positional('summary', {
      type: 'string',
      demandOption: true,
      describe: 'File with what a run printed with --json, or its last line; - is standard input',
    })
    .options({
      config: {
        alias: 'c',
        type: 'string',
        requiresArg: true,
        describe: 'Leaves out what the schema of this config has meanwhile',
      },
      json: JSON_OPTION,
    })
    .check((options) => checkGivenOnce(options, ['config']));
}

async function missing({ summary: file, config, json }: MissingArguments): Promise<number> {
  const { missingEntries, readSummary } = await import('../app/config-missing.js');
  const text = file === '-' ? await standardInput() : await readSummary(file);
  const { entries, notes } = await missingEntries({ text, file, config });
  print(json ? JSON.stringify({ type: 'missing', entries, notes }) : JSON.stringify(entries, null, 2));
  if (!json) for (const note of notes) process.stderr.write(`${note}\n`);
  return EXIT.done;
}

async function standardInput(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) text += piece;
  return text;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
