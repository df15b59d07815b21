import { appendCommand } from './append.js';
import { createParser } from './arguments.js';
import { catalogueCommand } from './catalogue.js';
import { configCommand } from './config.js';
import { labelsCommand } from './labels.js';
import { queryCommand } from './query.js';
import { recoverCommand } from './recover.js';
import { rowsCommand } from './rows.js';
import { verifyCommand } from './verify.js';

/** The command of commands: what is done to datasets beside publishing them. */
export async function cloudOptimised(args: readonly string[]): Promise<void> {
  await createParser('cloud-optimised', args)
    .command(appendCommand)
    .command(catalogueCommand)
    .command(configCommand)
    .command(labelsCommand)
    .command(queryCommand)
    .command(rowsCommand)
    .command(recoverCommand)
    .command(verifyCommand)
    .demandCommand(1, 'Name a command')
    .parseAsync();
}
