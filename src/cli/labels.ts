import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import { checkGivenOnce } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

interface LabelsArguments {
  target: string;
  labels: string[];
  config: string[] | undefined;
  dimension: string | undefined;
  wait: number | undefined;
  dryRun: boolean;
  json: boolean;
}

/** `cloud-optimised labels delete TARGET LABELS…` */
export const labelsCommand: CommandModule = {
  command: 'labels',
  describe: 'Delete labels of a Zarr dataset',
  builder: (labels) =>
    labels
      .command({
        command: 'delete <target> <labels..>',
        describe: 'Take labels out, in one commit; slices that brought them can be appended again',
        builder: withOptions,
        handler: (options) => runCommand(() => remove(options as ArgumentsCamelCase<LabelsArguments>)),
      })
      .demandCommand(1, "Name 'delete'"),
  handler: () => undefined,
};

function withOptions(parser: Argv): Argv {
  return parser
    .positional('target', { type: 'string', demandOption: true, describe: 'Path or address of the dataset' })
    .positional('labels', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Labels such as 2024-01-31, or ranges such as 2024-01-01/2024-01-31, both ends included',
    })
    .options({
      config: {
        alias: 'c',
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: 'Config of the append: its append_dim and target_storage_options count; repeatable',
      },
      dimension: { type: 'string', requiresArg: true, describe: 'Name of the append dimension; by default time' },
      wait: { type: 'number', requiresArg: true, describe: 'Seconds to wait for the lock of another writer' },
      'dry-run': { type: 'boolean', default: false, describe: 'Tell what would be deleted, and write nothing' },
      json: { type: 'boolean', default: false, describe: 'Answer with one JSON object' },
    })
    .check((options) => checkGivenOnce(options, ['dimension', 'wait']));
}

async function remove(options: ArgumentsCamelCase<LabelsArguments>): Promise<number> {
  const { deleteLabels } = await import('../app/append-slices.js');
  const { target, dimension, wait, dryRun, json } = options;
  const given = { target_dir: target, append_dim: dimension, wait, dry_run: dryRun || undefined };
  const overrides = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const deleted = await deleteLabels(options.labels, options.config ?? [], { overrides });
  const count = counted(deleted.labels.length, 'label');
  const text = `${deleted.target}: ${count} ${dryRun ? 'to delete' : 'deleted'}, ${deleted.length} left`;
  process.stdout.write(`${json ? JSON.stringify({ type: 'deleted', dryRun, ...deleted }) : text}\n`);
  return EXIT.done;
}
