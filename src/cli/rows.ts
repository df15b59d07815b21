import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import { CONFIG_OPTION, checkGivenOnce, OUTPUT_OPTION } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

interface RowsArguments {
  source: string;
  config: string;
  output: string | undefined;
  json: boolean;
}

/** `cloud-optimised rows delete|explain`: what single sources brought. */
export const rowsCommand: CommandModule = {
  command: 'rows',
  describe: 'Explain or delete the rows that a source brought',
  builder: (rows) =>
    rows
      .command({
        command: 'explain <source>',
        describe: 'Tell what a source brought: rows, objects, what was dropped, or why it failed',
        builder: withOptions,
        handler: (options) => runCommand(() => explain(options as Options)),
      })
      .command({
        command: 'delete <source>',
        describe: 'Remove the rows of a source; a run that still finds it publishes it again',
        builder: withOptions,
        handler: (options) => runCommand(() => remove(options as Options)),
      })
      .demandCommand(1, "Name 'explain' or 'delete'"),
  handler: () => undefined,
};

type Options = ArgumentsCamelCase<RowsArguments>;

function withOptions(parser: Argv): Argv {
  return parser
    .positional('source', {
      type: 'string',
      demandOption: true,
      describe: 'Address of the source, or the end of it after a slash',
    })
    .options({
      config: CONFIG_OPTION,
      output: OUTPUT_OPTION,
      json: { type: 'boolean', default: false, describe: 'Answer with one JSON object' },
    })
    .check((options) => checkGivenOnce(options, ['config', 'output']));
}

async function explain(options: Options): Promise<number> {
  const { explainRows } = await import('../app/rows.js');
  const { source, entry, failure } = await explainRows(options);
  if (options.json) print(JSON.stringify({ type: 'explanation', source, entry: plain(entry), failure }));
  else print([source, ...(entry ? entryLines(entry) : ['  not in the dataset']), ...failureLines(failure)].join('\n'));
  return EXIT.done;
}

async function remove(options: Options): Promise<number> {
  const { deleteRows } = await import('../app/rows.js');
  const entry = await deleteRows(options);
  const { source, rows, objects } = entry;
  if (options.json) print(JSON.stringify({ type: 'deleted', source, rows, objects }));
  else
    print(
      `${source}: ${counted(rows, 'row')}${objects.length > 0 ? ` in ${counted(objects.length, 'object')}` : ''} deleted`,
    );
  return EXIT.done;
}

type Explanation = Awaited<ReturnType<typeof import('../app/rows.js').explainRows>>;
type Entry = NonNullable<Explanation['entry']>;

function entryLines({ rows, size, objects, dropped, labels }: Entry): string[] {
  const drops = Object.entries(dropped).map(([reason, count]) => `  ${counted(count, 'row')} dropped: ${reason}`);
  return [
    `  ${counted(rows, 'row')} from ${counted(size, 'byte')}`,
    ...drops,
    ...stepLines(labels),
    ...objects.map((key) => `  ${key}`),
  ];
}

/** Steps of a cube as they are stored, such as days since a date. */
function stepLines(labels: readonly string[] = []): string[] {
  const [first] = labels;
  if (first === undefined) return [];
  return [labels.length === 1 ? `  step ${first}` : `  steps ${first} to ${labels.at(-1)}`];
}

function failureLines(failure: Explanation['failure']): string[] {
  return failure ? [`  last failed with ${failure.code}: ${failure.message}`] : [];
}

/** An entry's objects are computed when asked for, which JSON does not do. */
function plain(entry: Entry | undefined): Entry | undefined {
  return entry && { ...entry, objects: entry.objects };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
