import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { DatasetRecovered } from '../app/cube-tools.js';
import { checkGivenOnce } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

interface RecoverArguments {
  target: string;
  wait: number;
  decide: 'forward' | 'back' | undefined;
  json: boolean;
}

/** `cloud-optimised recover TARGET`: repairs what an interrupted run left. */
export const recoverCommand: CommandModule = {
  command: 'recover <target>',
  describe: 'Repair what an interrupted run left in a dataset; the next run would do the same by itself',
  builder: (parser: Argv) =>
    parser
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: 'Path or address of the dataset: <parent>/<name>.zarr or <parent>/<name>.parquet',
      })
      .options({
        wait: {
          type: 'number',
          default: 0,
          requiresArg: true,
          describe: 'Seconds to wait while another process writes the dataset',
        },
        decide: {
          choices: ['forward', 'back'] as const,
          requiresArg: true,
          describe: 'Whether to finish or undo a commit, where another program changed the cube amid it',
        },
        json: { type: 'boolean', default: false, describe: 'Answer with one JSON object' },
      })
      .check((options) => checkGivenOnce(options, ['wait', 'decide']))
      .check(({ wait }) => checkWait(wait)),
  handler: (options) => runCommand(() => recover(options as unknown as ArgumentsCamelCase<RecoverArguments>)),
};

function checkWait(wait: unknown): true {
  if (typeof wait !== 'number' || !(wait >= 0)) throw '--wait is a number of seconds';
  return true;
}

async function recover({ target, wait, decide, json }: RecoverArguments): Promise<number> {
  const { recoverDataset } = await import('../app/cube-tools.js');
  const recovered = await recoverDataset({ target, wait, decision: decide });
  const text = json
    ? JSON.stringify({ type: 'recovered', ...recovered })
    : `${recovered.target}: ${describeRepair(recovered)}`;
  process.stdout.write(`${text}\n`);
  return EXIT.done;
}

function describeRepair(recovered: DatasetRecovered): string {
  if (recovered.kind === 'table') {
    const { rolledBack, rolledForward } = recovered;
    if (rolledBack + rolledForward === 0) return 'nothing to repair';
    return `${counted(rolledBack, 'unfinished object')} and ${counted(rolledForward, 'replaced object')} removed`;
  }
  switch (recovered.outcome) {
    case 'clean':
      return 'nothing to repair';
    case 'rolledBack':
      return `an unfinished transaction undone: ${counted(recovered.created, 'new object')} removed, ${counted(recovered.replaced, 'object')} put back`;
    case 'rolledForward':
      return `a commit finished: ${counted(recovered.documents, 'document')} put, ${counted(recovered.removed, 'object')} removed`;
    case 'cleared':
      return 'the removal of the cube finished';
  }
}
