/**
 * The package as it is published: packed, installed elsewhere from the registry, and run with plugins. The package must be
 * built.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { csvOf, trackRows, tracksConfig, writeAt, writeConfig } from '../support/tracks.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'packed-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the installed package', () => {
  const home = join(folder, 'home');
  const command = join(home, 'node_modules/.bin/generic-cloud-optimised-creation');
  const tracing = join(PACKAGE, 'test/fixtures/plugins/tracing-handlers.js');
  const own = tracksConfig({ handler_class: 'TracingHandler' });
  const config = writeConfig(home, { ...own, schema: { ...(own.schema as object), steps: { type: 'string' } } });
  const inputs = [2020, 2021].flatMap((year) => ['--input', writeAt(home, `${year}.csv`, csvOf(trackRows(year)))]);

  beforeAll(async () => {
    writeAt(home, 'package.json', '{ "private": true }');
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      cwd: PACKAGE,
    });
    const [{ filename }] = JSON.parse(stdout);
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)], { cwd: home });
  }, 300_000);

  async function publish(plugin: string, output: string) {
    const args = ['--json', '--config', config, '--output', output, '--workers', '2', '--plugin', plugin, ...inputs];
    const { stdout } = await run(command, args, { cwd: home });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string);
  }

  it('runs a plugin from elsewhere, in worker threads', async () => {
    const plugin = join(folder, 'elsewhere.mjs');
    copyFileSync(tracing, plugin);
    const summary = await publish(plugin, 'out');
    expect([summary.files.published, summary.rows, summary.failures]).toEqual([2, 12, []]);
    const told = summary.warnings.map(({ message }: { message: string }) => message);
    expect(told.filter((text: string) => /trace: publish in thread/.test(text))).toHaveLength(2);
  });

  it('runs a plugin that is installed as a package', async () => {
    const own = join(home, 'node_modules/tracing-plugin');
    mkdirSync(own, { recursive: true });
    copyFileSync(tracing, join(own, 'index.js'));
    writeAt(own, 'package.json', '{ "name": "tracing-plugin", "type": "module", "exports": "./index.js" }');
    const summary = await publish('tracing-plugin', 'out-2');
    expect([summary.files.published, summary.failures]).toEqual([2, []]);
  });

  it('brings its configs, schemas and samples', async () => {
    const { stdout } = await run(command, ['--config', 'argo', '--output', 'argo-out', '--json'], { cwd: home });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) as string).files.failed).toBe(0);
  });

  it('is a library', async () => {
    const text = `import { publishDataset } from 'cloud-optimised';
      import { GenericParquetHandler } from 'cloud-optimised/handlers';
      import { Handler } from 'cloud-optimised/handler';
      console.log(typeof publishDataset, GenericParquetHandler.prototype instanceof Handler);`;
    const { stdout } = await run(process.execPath, [writeAt(home, 'library.mjs', text)], { cwd: home });
    expect(stdout.trim()).toBe('function true');
  });
});
