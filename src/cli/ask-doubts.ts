/**
 * Asks a person at a terminal.
 *
 * @module
 */
import { confirm, input, select } from '@inquirer/prompts';
import { CloudOptimisedError } from '../errors/index.js';
import type { Decision } from '../scaffold/decisions.js';

/** The answer to a doubt: one of its choices, or text. */
export async function askDoubt({ value, reason, doubt }: Decision): Promise<string> {
  const message = doubt?.question ?? '';
  const hint = `  ${reason}\n`;
  process.stdout.write(hint);
  if (!doubt || doubt.choices.length === 0) return answered(input({ message, default: value }));
  const choices = doubt.choices.map((choice) => ({ value: choice.value, name: choice.label || choice.value }));
  return answered(select({ message, choices, default: value }));
}

/** Whether a file may be replaced. */
export async function confirmReplacing(file: string): Promise<boolean> {
  return answered(confirm({ message: `${file} is there already. Replace it?`, default: false }));
}

/** Ctrl+C at a question ends the command as it does elsewhere. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'ExitPromptError')
      throw new CloudOptimisedError('CO_INTERRUPTED', { finished: 0 }, { cause });
    throw cause;
  }
}
