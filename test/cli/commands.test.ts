import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Command, PACKAGE, runCli } from '../support/run-cli.js';
import { Workplace } from '../support/workplace.js';
import { Screen } from './screen.js';

const MAIN = 'generic-cloud-optimised-creation';
/** Makes a process take its output for a terminal: not every machine that runs tests can open one. */
const TERMINAL = 'data:text/javascript,Object.assign(process.stdout, { isTTY: true, columns: 80 })';
const row = { time: '2020-05-01T00:00:00', latitude: 1, longitude: 2, value: 3 };

describe('what a person mistypes', () => {
  const mistakes: readonly (readonly [Command, readonly string[], string])[] = [
    [MAIN, [], 'Missing required argument: config'],
    [MAIN, ['--config'], 'Not enough arguments following: config'],
    [MAIN, ['--config', 'argo', '--input'], 'Not enough arguments following: input'],
    [MAIN, ['--config', 'argo', '--wokers', '2'], 'Unknown argument: wokers'],
    [MAIN, ['--config', 'argo', '--workers', '0'], '--workers takes a whole number above 0'],
    [MAIN, ['--config', 'argo', '--workers', 'many'], '--workers takes a whole number above 0'],
    [MAIN, ['--config', 'argo', '--config', 'other'], '--config is given twice'],
    [MAIN, ['--config', 'argo', 'extra'], 'Unknown argument: extra'],
    ['cloud-optimised', [], 'Name a command'],
    ['cloud-optimised', ['rows'], "Name 'explain' or 'delete'"],
    ['validate-dataset-config', [], 'Not enough non-option arguments'],
  ];
  it.each(mistakes)('%s %j ends with status 2: %s', async (command, args, reason) => {
    const { status, stdout, stderr } = await runCli(command, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^CO_USAGE: /);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  const starts: readonly (readonly [readonly string[], string])[] = [
    [['--config', 'nope'], 'CO_CONFIG_NOT_FOUND'],
    [['--config', 'argo', '--input', '/nope/x.nc'], 'CO_NO_SOURCES'],
    [['--config', 'argo', '-o', '{bad'], 'CO_CONFIG_OVERRIDE'],
    [['--config', 'argo', '-o', '@nope.json'], 'CO_CONFIG_OVERRIDE'],
    [['--config', 'argo', '-o', '{"run_settings": {"batch_size": "x"}}'], 'CO_CONFIG_INVALID'],
  ];
  it.each(starts)('%j cannot start: %s', async (args, code) => {
    const { status, stderr } = await runCli(MAIN, args);
    expect(status).toBe(2);
    expect(stderr.startsWith(`${code}: `)).toBe(true);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('--json tells why a run cannot start', async () => {
    const { status, stdout } = await runCli(MAIN, ['--config', 'nope', '--json']);
    expect([status, JSON.parse(stdout)]).toMatchObject([2, { type: 'error', code: 'CO_CONFIG_NOT_FOUND' }]);
  });

  it('--version tells the version', async () => {
    const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
    for (const command of [MAIN, 'cloud-optimised', 'validate-dataset-config'] as const)
      expect((await runCli(command, ['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe('what a person sees', () => {
  let place: Workplace;
  const command = () => [
    join(PACKAGE, `dist/src/cli/bin/${MAIN}.js`),
    ...['--config', place.config, '--input', place.input, '--output', place.output, '--workers', '1'],
  ];
  beforeEach(() => {
    place = new Workplace();
    for (const name of ['a.csv', 'c.csv', 'd.csv']) place.source(name, [row]);
    place.source('b.csv', '');
  });
  afterEach(() => place.remove());

  it('is a bar on a terminal, with failures above it and the summary below them, nothing overwritten', async () => {
    const terminal = spawn(process.execPath, ['--import', TERMINAL, ...command()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    terminal.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    const [status] = await once(terminal, 'close');
    expect(status).toBe(1);
    expect(output).toContain('0/4 files');
    const shown = new Screen(output).lines;
    // Lines wrap where they must; a space there is seen by nobody.
    const text = shown.join('').replaceAll(' ', '');
    const told = `CO_FILE_EMPTY: '${join(place.input, 'b.csv')}' is empty. Replace the file; a file that is still being written will be taken by the next run.`;
    expect(shown.slice(0, 2).join('')).toContain('Publishing tracks to ');
    expect(text.split(told.replaceAll(' ', ''))).toHaveLength(3);
    expect(shown).toContain('  3 files published (3 rows), 0 unchanged, 1 failed');
    expect(text).not.toMatch(/[░█]/);
  });

  it('goes on when nobody reads it any longer', async () => {
    const run = spawn(process.execPath, [...command(), '--verbose'], { stdio: ['ignore', 'pipe', 'pipe'] });
    run.stdout.destroy();
    let stderr = '';
    run.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const [status] = await once(run, 'close');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect((await place.rows('explain', 'd.csv')).status).toBe(0);
  });
});
