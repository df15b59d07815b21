import { createParser } from './arguments.js';
import { EXIT, runCommand } from './exit.js';
import { counted } from './report/counted.js';

/** Tells every problem of every config file. */
export async function validateDatasetConfig(args: readonly string[]): Promise<void> {
  const parser = createParser('validate-dataset-config', args).command(
    '$0 <files..>',
    'Check dataset configs: exit 0, or 1 with every problem of every file',
    (command) =>
      command.positional('files', { type: 'string', array: true, demandOption: true, describe: 'Paths of configs' }),
  );
  const { files } = (await parser.parseAsync()) as unknown as { files: string[] };
  await runCommand(() => validate(files));
}

async function validate(files: readonly string[]): Promise<number> {
  const { validateConfigs } = await import('../app/validate-configs.js');
  const results = await validateConfigs(files);
  let bad = 0;
  for (const [file, problems] of results) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) bad++;
    process.stdout.write(`${file}: ${errors.length === 0 ? 'valid' : counted(errors.length, 'problem')}\n`);
    for (const { severity, file: where, pointer, message } of problems)
      process.stdout.write(`  ${severity}: ${where}${pointer && `#${pointer}`}: ${message}\n`);
  }
  return bad > 0 ? EXIT.someFailed : EXIT.done;
}
