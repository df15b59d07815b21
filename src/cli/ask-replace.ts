/**
 * Asks a person at a terminal what may be replaced, and which configs are meant. Questions go to standard error, so that what a
 * command tells can be piped.
 *
 * @module
 */
import { styleText } from 'node:util';
import type { ReplaceQuestion } from '../app/registry-events.js';
import type { ConfigChoice } from '../app/registry-inputs.js';

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Shows what would change, and asks; by default it stays as it is. Rejects with `ExitPromptError` on Ctrl-C. */
export async function askReplace({ dataset, place, from, difference }: ReplaceQuestion): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  const teller = from === undefined ? '' : ` (${TELLERS[from]} says otherwise)`;
  process.stderr.write(`\n${dataset}: ${place}${teller}\n${difference.map(lineOf).join('\n')}\n`);
  return confirm({ message: 'Replace it?', default: false }, { output: process.stderr });
}

const TELLERS = {
  record: 'the record',
  collections: 'the file of collections',
  settings: 'the settings',
  config: 'the config',
} as const;

/** Lets a person choose among configs. Rejects with `ExitPromptError` on Ctrl-C. */
export async function askConfigs(choices: readonly ConfigChoice[]): Promise<string[]> {
  const { checkbox } = await import('@inquirer/prompts');
  const items = choices.map(({ file, label }) => ({ value: file, name: label }));
  return checkbox(
    { message: 'Which datasets are to be described?', choices: items, required: true, pageSize: 20 },
    { output: process.stderr },
  );
}

/** Whether a person pressed Ctrl-C at a question. */
export function isLeft(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}

function lineOf({ sign, text }: ReplaceQuestion['difference'][number]): string {
  const line = `  ${sign} ${text}`;
  if (sign === ' ' || process.env.NO_COLOR) return line;
  return styleText(sign === '+' ? 'green' : 'red', line);
}
