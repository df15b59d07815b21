import type { Argv, CommandModule } from 'yargs';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

interface VerifyArguments {
  target: string;
  json: boolean;
}

/** `cloud-optimised verify TARGET`: looks at all of a cube. */
export const verifyCommand: CommandModule = {
  command: 'verify <target>',
  describe: 'Look at all of a Zarr cube: its journal, its documents, every chunk, its coordinates',
  builder: (parser: Argv) =>
    parser
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: 'Path or address of the cube: <parent>/<name>.zarr',
      })
      .options({ json: { type: 'boolean', default: false, describe: 'Answer with one JSON object' } }),
  handler: (options) => runCommand(() => verify(options as unknown as VerifyArguments)),
};

async function verify({ target, json }: VerifyArguments): Promise<number> {
  const { verifyDataset } = await import('../app/cube-tools.js');
  const verified = await verifyDataset({ target });
  const text = json ? JSON.stringify({ type: 'verified', ...verified }) : linesOf(verified).join('\n');
  process.stdout.write(`${text}\n`);
  return verified.findings.length === 0 ? EXIT.done : EXIT.someFailed;
}

function linesOf(verified: Awaited<ReturnType<typeof import('../app/cube-tools.js').verifyDataset>>): string[] {
  const { target, arrays, objects, bytes, findings } = verified;
  const looked = `${counted(arrays, 'array')} with ${counted(objects, 'object')} of ${counted(bytes, 'byte')}`;
  const found = findings.length === 0 ? 'nothing wrong' : counted(findings.length, 'finding');
  return [...findings.map(({ subject, reason }) => `${subject} ${reason}`), `${target}: ${looked}: ${found}`];
}
