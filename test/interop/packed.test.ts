import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';

const run = promisify(execFile);

/** The package as a registry would give it: packed, and installed with its dependencies. Needs the registry, so it is here. */
describe('the packed package in an empty folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'co-packed-'));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: PACKAGE });
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${archive}`], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('publishes the sample', async () => {
    const { stdout } = await run('npx', ['--no-install', 'generic-cloud-optimised-creation', '--config', 'argo.json'], {
      cwd: folder,
    });
    expect(stdout).toContain('1 file published (1400 rows), 0 unchanged, 0 failed');
    expect(existsSync(join(folder, 'cloud-optimised/argo.parquet/_common_metadata'))).toBe(true);
  });

  it('has all commands and entries', async () => {
    const { version } = JSON.parse((await run('npm', ['pkg', 'get', '--json'], { cwd: PACKAGE })).stdout);
    const commands = Object.keys(JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).bin);
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands)
      expect((await run('npx', ['--no-install', command, '--version'], { cwd: folder })).stdout.trim()).toBe(version);
    const entries = [
      'cloud-optimised',
      'cloud-optimised/handler',
      'cloud-optimised/handlers',
      'cloud-optimised/worker',
    ];
    const script = `for (const entry of ${JSON.stringify(entries)}) await import(entry)`;
    await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  });

  it('has what its README leads to, and no tests or sources', () => {
    const installed = readdirSync(join(folder, 'node_modules/cloud-optimised')).toSorted();
    expect(installed).toEqual([
      'LICENSE',
      'README.md',
      'dataset-configs',
      'dist',
      'docs',
      'package.json',
      'samples',
      'schemas',
    ]);
    expect(readdirSync(join(folder, 'node_modules/cloud-optimised/dist')).toSorted()).toEqual([
      'chunks',
      'handlers',
      'src',
    ]);
  });
});
