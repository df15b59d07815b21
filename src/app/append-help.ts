import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The schema of an append's config, or its reference for people. */
export function appendConfigHelp(form: 'json' | 'md'): Promise<string> {
  const schema = fileURLToPath(import.meta.resolve('cloud-optimised/schemas/append-config.schema.json'));
  if (form === 'json') return readFile(schema, 'utf8');
  return readFile(join(dirname(dirname(schema)), 'docs/reference/append-config.md'), 'utf8');
}
