import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './source-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (script: string, ...args: string[]) => {
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, '.ci', script), ...args], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
};
const put = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const tests = (...statuses: string[]) => ({
  testResults: [{ status: 'passed', assertionResults: statuses.map((status) => ({ status, fullName: 'a test' })) }],
});

describe('the sum of the reports', () => {
  it('adds the tests of all parts and ends with one plain line', () => {
    put('a-tests.json', tests('passed', 'passed'));
    put('a-tests.exit', '0\n');
    put('a.exit', '0\n');
    put('b.checks', 'passed lint\npassed types\n');
    put('b.exit', '0\n');
    expect(run('sum-reports.mjs', folder)).toEqual({ status: 0, lines: ['4 passed, 0 failed'] });
  });

  it.each(['failed', 'skipped', 'pending', 'todo'])('counts a test that %s as failed', (status) => {
    put('a.json', tests('passed', status));
    const { status: exit, lines } = run('sum-reports.mjs', folder);
    expect([exit, lines.at(-1)]).toEqual([1, '1 passed, 1 failed']);
    expect(lines[0]).toContain('a test');
  });

  it.each([
    ['a check failed', { 'a.checks': 'passed x\nfailed y\n', 'a.exit': '1' }, '1 passed, 1 failed'],
    [
      'a file cannot be loaded',
      { 'a.json': { testResults: [{ status: 'failed', name: 'a.test.ts', assertionResults: [] }] } },
      '0 passed, 1 failed',
    ],
    ['a run ended badly after good tests', { 'a.json': tests('passed'), 'a.exit': '1' }, '1 passed, 1 failed'],
    ['a part was killed', { 'a.checks': 'passed x\n', 'a.exit': '124' }, '1 passed, 1 failed'],
    ['a part ran no test', { 'a.exit': '0' }, '0 passed, 1 failed'],
    ['a report is torn', { 'a.json': '{"testRes' }, '0 passed, 1 failed'],
    ['there are no reports', {}, '0 passed, 1 failed'],
  ])('fails when %s', (_, files, last) => {
    for (const [name, content] of Object.entries(files)) put(name, content);
    const { status, lines } = run('sum-reports.mjs', folder);
    expect([status, lines.at(-1)]).toEqual([1, last]);
  });
});

describe("the README's commands", () => {
  const readme = ['# Title', '```sh', '# a comment', '$ npm ci   # installs', '```', '```json', '{}', '```', '```bash'];

  it('are the first lines of its shell blocks', () => {
    put('README.md', [...readme, 'npx tool \\', '  --config argo', 'npm test', '```', ''].join('\n'));
    expect(run('readme-commands.mjs', join(folder, 'README.md'), '2').lines).toEqual([
      'npm ci',
      'npx tool --config argo',
    ]);
  });

  it('must be as many as wanted', () => {
    put('README.md', [...readme, '```', ''].join('\n'));
    expect(run('readme-commands.mjs', join(folder, 'README.md'), '2').status).toBe(1);
  });
});
