import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/index.js';
import { type Command, PACKAGE, runCli } from '../support/run-cli.js';
import { documents, textOf } from './markdown.js';

/** All that stands in backticks, in documents that people read in order to use or change this. */
function named(pattern: RegExp, paths = documents()): [path: string, name: string][] {
  return paths.flatMap((path) =>
    [...textOf(path).matchAll(/`+([^`]+)`+/g)].flatMap(([, code = '']) =>
      [...code.matchAll(pattern)].map(([, name]) => [path, name as string] as [string, string]),
    ),
  );
}

const READ_BY_USERS = [
  'README.md',
  'docs/guides/append-slices.md',
  'docs/guides/create-a-dataset-config.md',
  'docs/guides/describe-a-dataset-for-the-registry.md',
  'docs/guides/getting-started.md',
  'docs/guides/query-a-dataset.md',
  'docs/guides/ten-minutes.md',
  'docs/guides/update-metadata.md',
  'docs/guides/work-with-configs.md',
  'docs/guides/writing-a-handler.md',
  'docs/differences-from-aodn.md',
];

describe('names in the documents', () => {
  const HELPS: readonly (readonly [Command, ...string[]])[] = [
    ['generic-cloud-optimised-creation'],
    ['create-dataset-config'],
    ['create-aws-registry-dataset'],
    ['validate-dataset-config'],
    ['update-metadata'],
    ['cloud-optimised', 'config', 'show'],
    ['cloud-optimised', 'config', 'diff'],
    ['cloud-optimised', 'config', 'missing'],
    ['cloud-optimised'],
    ['cloud-optimised', 'append'],
    ['cloud-optimised', 'labels', 'delete'],
    ['cloud-optimised', 'query'],
    ['zappend'],
    ['cloud-optimised', 'rows', 'explain'],
    ['cloud-optimised', 'rows', 'delete'],
  ];
  let help = '';
  beforeAll(async () => {
    const runs = await Promise.all(HELPS.map(([command, ...args]) => runCli(command, [...args, '--help'])));
    expect(runs.map(({ status }) => status)).toEqual(HELPS.map(() => 0));
    help = runs.map(({ stdout }) => stdout).join('\n');
  });

  it('options are those of the commands', () => {
    const options = named(/(?<![\w-])(--[a-z][\w-]*)/g, READ_BY_USERS);
    expect(options.length).toBeGreaterThan(3);
    const unknown = options.filter(([, option]) => !new RegExp(`${option}(?![\\w-])`).test(help));
    expect(unknown).toEqual([['docs/differences-from-aodn.md', '--test']]);
  });

  it('scripts of npm are in package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object };
    const names = named(/npm run ([\w:-]+)/g);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(([, name]) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('paths of this repository lead to something', () => {
    const paths = named(
      /(?<![\w./-])((?:src|test|docs|scripts|schemas|dataset-configs|handlers|samples|\.ci)\/[\w./-]*\w)(?![\w<*…])/g,
    );
    expect(paths.length).toBeGreaterThan(10);
    const missing = paths.filter(([, path]) => !existsSync(join(PACKAGE, path)) && !path.includes('/a/b'));
    expect(missing).toEqual([]);
  });

  it('codes of errors are in the catalogue', () => {
    const codes = named(/\b(CO_[A-Z0-9_]+[A-Z0-9])\b/g);
    expect(codes.filter(([, code]) => !Object.hasOwn(errorCatalogue, code))).toEqual([]);
  });
});
