import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-file.js';

/** Paths and numbers that mean something only where this was written. Built from parts, so that this file has none. */
const WORKPLACE = [`(?<![\\w.])/${'work'}/`, `\\.\\./${'shared'}\\b`, `\\b${'issue'} #\\d`].map(
  (text) => new RegExp(text),
);

/** CI may look for the folder of real data beside the repository. */
const ALLOWED: Readonly<Record<string, RegExp>> = { '.ci/run': /\.\.\/shared\/data/g };

/** What git tracks; where there is no git (a fresh machine, an unpacked archive), all that is not made by npm or a run. */
function trackedFiles(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  const paths = status === 0 ? stdout.split('\0') : filesBelow('.');
  return paths.filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

const MADE = /^(node_modules|build|dist|\.git|cloud-optimised|\.venv.*|.*\.log)$/;

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !MADE.test(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
}

function workplaceIn(path: string, text: string): string[] {
  const allowed = ALLOWED[path];
  return (allowed ? text.replaceAll(allowed, '') : text)
    .split('\n')
    .flatMap((line, index) =>
      WORKPLACE.some((pattern) => pattern.test(line)) ? [`${path}:${index + 1} ${line}`] : [],
    );
}

describe('tracked files', () => {
  it('are found with and without git', () => {
    expect(trackedFiles()).toContain('package.json');
    expect(filesBelow('.')).toEqual(expect.arrayContaining(trackedFiles()));
  });

  it('tell nothing of the place where they were written', () => {
    const texts = trackedFiles().map((path) => [path, readFileSync(join(ROOT, path), 'latin1')] as const);
    expect(texts.flatMap(([path, text]) => workplaceIn(path, text).map((line) => line.slice(0, 200)))).toEqual([]);
  });

  it('would be caught', () => {
    const place = ['see /', 'work', '/main'].join('');
    const beside = ['../', 'shared', '/data'].join('');
    expect(workplaceIn('a.md', place)).toHaveLength(1);
    expect(workplaceIn('a.md', `x\n${beside}`)).toHaveLength(1);
    expect(workplaceIn('a.md', ['issue', '#7'].join(' '))).toHaveLength(1);
    expect(workplaceIn('.ci/run', beside)).toEqual([]);
    expect(workplaceIn('a.md', 'docs/work/x, the issue, shared')).toEqual([]);
  });
});
