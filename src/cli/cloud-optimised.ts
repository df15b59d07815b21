import { appendCommand } from './append.js';
import { createParser } from './arguments.js';
import { rowsCommand } from './rows.js';

/** The command of commands: what is done to datasets beside publishing them. */
export async function cloudOptimised(args: readonly string[]): Promise<void> {
  await createParser('cloud-optimised', args).command(appendCommand).command(rowsCommand).demandCommand(1, 'Name a command').parseAsync();
}
