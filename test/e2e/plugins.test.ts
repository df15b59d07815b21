import { copyFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parquetReader } from '../../src/formats/parquet/index.js';
import type { Table } from '../../src/model/table/table.js';
import type { RunSummary } from '../../src/pipeline/summary.js';
import { createStorageResolver } from '../../src/storage/index.js';
import { plainColumns } from '../handlers/fixture.js';
import { PACKAGE, publish, runCli } from '../support/run-cli.js';
import { csvOf, trackRows, tracksConfig, writeAt, writeConfig } from '../support/tracks.js';

const folder = mkdtempSync(join(tmpdir(), 'plugins-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (name: string) => join(PACKAGE, 'test/fixtures', name);
const plugin = join(folder, 'tracing-handlers.mjs');
copyFileSync(fixture('plugins/tracing-handlers.js'), plugin);

async function readDataset(path: string): Promise<Table> {
  return parquetReader.open(await createStorageResolver().resolve(`${path}/`), { partitioning: 'hive' });
}

/** What a plugin told of each source, as it went on. */
function traces({ warnings }: RunSummary): string[] {
  const all = warnings.flatMap(({ message, files }) => Array.from({ length: files }, () => message));
  return all.filter((message) => message.startsWith('trace: '));
}

describe('a plugin outside the package', () => {
  const own = tracksConfig({ handler_class: 'TracingHandler' });
  const schema = { ...(own.schema as object), steps: { type: 'string' } };
  const config = writeConfig(join(folder, 'tracing'), { ...own, schema });
  const sources = ['a.csv', 'b.csv', 'c.csv'].map((name, i) =>
    writeAt(join(folder, 'tracing'), name, csvOf(trackRows(2020 + i))),
  );
  const output = join(folder, 'tracing', 'out');
  const dataset = join(output, 'tracks.parquet');
  const run = () =>
    publish(
      ['--config', config, '--output', output, '--plugin', plugin, '--workers', '2'].concat(
        sources.flatMap((source) => ['--input', source]),
      ),
    );

  it('overrides each step of a table, in worker threads', async () => {
    const { status, summary } = await run();
    expect([status, summary.failures]).toEqual([0, []]);
    const told = traces(summary);
    expect(told.filter((text) => text === 'trace: readTable')).toHaveLength(3);
    expect(told.filter((text) => /publish in thread \d+/.test(text))).toHaveLength(3);
    const { steps } = plainColumns(await readDataset(dataset));
    expect(new Set(steps)).toEqual(new Set(['ractbpse']));
    const inMainThread = JSON.parse(readFileSync(join(dataset, '_trace.json'), 'utf8'));
    expect(inMainThread).toEqual(['addMetadataSidecar', 'postprocess in the main thread']);
  });

  it('plans what goes when a source comes again', async () => {
    const [first = ''] = sources;
    writeFileSync(first, csvOf(trackRows(2020, { cells: 1 })));
    utimesSync(first, new Date(), new Date(Date.now() + 5000));
    const { summary, stderr } = await run();
    expect(summary.files).toMatchObject({ published: 1, skipped: 2 });
    expect(stderr.match(/trace: .*/g)).toEqual(['trace: deleteExisting 2']);
    expect((await readDataset(dataset)).rows).toBe(18);
  });

  it('overrides the reading of a file of arrays', async () => {
    const document = mooringConfig({ handler_class: 'TracingHandler', columns: { steps: { type: 'string' } } });
    const path = writeAt(join(folder, 'arrays'), 'mooring.json', JSON.stringify(document));
    const inputs = ['mooring.nc', 'test-mooring.nc'].flatMap((name) => ['--input', fixture(`plugins/${name}`)]);
    const into = join(folder, 'arrays', 'out');
    const args = ['--config', path, '--output', into, '--plugin', plugin, '--workers', '2', ...inputs];
    const { status, summary } = await publish(args);
    expect([status, summary.rows]).toEqual([0, 5]);
    expect(traces(summary).filter((text) => text === 'trace: readDataset')).toHaveLength(2);
    const { steps } = plainColumns(await readDataset(join(into, 'mooring.parquet')));
    expect(new Set(steps)).toEqual(new Set(['ractbpse']));
  });

  it('extends the handler of Argo, by a path from the working folder', async () => {
    const document = JSON.parse(readFileSync(fixture('handlers/seals.json'), 'utf8'));
    document.handler_class = 'MarkedArgoHandler';
    document.schema.level = { type: 'int32' };
    const path = writeAt(join(folder, 'argo'), 'seals.json', JSON.stringify(document));
    for (const name of ['a_prof.nc', 'b_prof.nc'])
      copyFileSync(fixture('handlers/ct64-M001-09_prof.nc'), join(folder, 'argo', name));
    const args = ['--config', path, '--input', 'argo/*_prof.nc', '--output', 'argo/out', '--workers', '2'];
    const { status, summary } = await publish([...args, '--plugin', './tracing-handlers.mjs'], { cwd: folder });
    expect([status, summary.failures, summary.rows]).toEqual([0, [], 24]);
    expect(traces(summary)).toEqual(['trace: read in a worker', 'trace: read in a worker']);
    const { level, PLATFORM_NUMBER } = plainColumns(await readDataset(join(folder, 'argo', 'out', 'seals.parquet')));
    expect((level as number[]).toSorted()).toEqual([0, 1, 2, 3].flatMap((each) => Array(6).fill(each)));
    expect(new Set(PLATFORM_NUMBER)).toEqual(new Set(['M001']));
  });
});

describe('a plugin that is a package', () => {
  it.each([
    ['plain', './index.js', './index.js'],
    ['import-only', { import: './index.js' }, './index.js'],
    ['with-entries', { '.': { types: './index.d.ts', node: { import: './lib/a.js' } }, './b': './b.js' }, './lib/a.js'],
  ])('is found in the working folder: %s', async (name, exports, entry) => {
    const home = mkdtempSync(join(folder, 'home-'));
    const own = join(home, 'node_modules', `@tracing/plugin-${name}`);
    writeAt(own, 'package.json', JSON.stringify({ name: `@tracing/plugin-${name}`, type: 'module', exports }));
    writeAt(own, entry, readFileSync(plugin));
    const document = tracksConfig({ handler_class: 'TracingHandler' });
    writeConfig(home, { ...document, schema: { ...(document.schema as object), steps: { type: 'string' } } });
    writeAt(home, 'a.csv', csvOf(trackRows(2020)));
    const args = [
      '--config',
      'tracks.json',
      '--input',
      'a.csv',
      '--output',
      'out',
      '--plugin',
      `@tracing/plugin-${name}`,
    ];
    const { status, summary } = await publish(args, { cwd: home });
    expect([status, summary.files.published]).toEqual([0, 1]);
  });
});

describe('the handler of the guide', () => {
  const guide = readFileSync(join(PACKAGE, 'docs/guides/writing-a-handler.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const entries = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '{}');

  it('has less than 40 lines', () => {
    expect(code.split('\n').length).toBeLessThan(40);
    expect(code).toContain('export class TidyHandler');
  });

  it('works as it stands', async () => {
    const module = writeAt(join(folder, 'guide'), 'tidy-handler.mjs', code);
    const document = mooringConfig({ handler_class: entries.handler_class, columns: entries.schema });
    const path = writeAt(join(folder, 'guide'), 'mooring.json', JSON.stringify(document));
    const inputs = ['mooring.nc', 'test-mooring.nc'].flatMap((name) => ['--input', fixture(`plugins/${name}`)]);
    const output = join(folder, 'guide', 'out');
    const args = ['--config', path, '--output', output, '--plugin', module, '--workers', '2', ...inputs];
    const { status, summary } = await publish(args);
    expect([status, summary.files]).toEqual([1, { published: 1, skipped: 0, failed: 1 }]);
    expect(summary.failures[0]).toMatchObject({ code: 'CO_HANDLER_SOURCE' });
    expect(summary.failures[0]?.message).toContain('it is a test deployment');
    expect(summary.warnings.map(({ message }) => message)).toContain('has water above 25 °C');
    const { is_warm: isWarm, processed_by: by } = plainColumns(await readDataset(join(output, 'mooring.parquet')));
    expect([isWarm, by]).toEqual([
      [0, 1, null, 1],
      ['tidy', 'tidy', 'tidy', 'tidy'],
    ]);
  });
});

describe('plugins and names that are wrong', () => {
  const config = (document: object) => writeConfig(mkdtempSync(join(folder, 'wrong-')), tracksConfig({ ...document }));
  const source = writeAt(folder, 'source.csv', csvOf(trackRows(2020)));
  const module = (name: string, text: string) => writeAt(join(folder, 'modules'), `${name}.mjs`, text);

  /** What the command tells when it cannot start. */
  async function refusal(document: object, ...plugins: readonly string[]): Promise<string> {
    const args = ['--config', config(document), '--input', source, '--output', join(folder, 'none')];
    const run = await runCli('generic-cloud-optimised-creation', [
      ...args,
      ...plugins.flatMap((path) => ['--plugin', path]),
    ]);
    expect(run.status).toBe(2);
    return run.stderr;
  }

  it('an unknown handler is answered with the known ones, and the nearest', async () => {
    const told = await refusal({ handler_class: 'ArgoHandlr' });
    expect(told).toMatch(
      /^CO_HANDLER_UNKNOWN: No handler 'ArgoHandlr'; registered are AatamsSatelliteTaggingHandler, /,
    );
    expect(told).toContain('BODBAWHandler');
    expect(told).toContain("Did you mean 'ArgoHandler'?");
  });

  it('the handlers of a plugin are among the known ones', async () => {
    expect(await refusal({ handler_class: 'TracingHandlers' }, plugin)).toContain("Did you mean 'TracingHandler'?");
  });

  it('a name that is taken', async () => {
    const text = `import { GenericParquetHandler } from 'cloud-optimised/handlers';
      export class ArgoHandler extends GenericParquetHandler {}`;
    const told = await refusal({}, module('taken', text));
    expect(told).toMatch(
      /^CO_HANDLER_DUPLICATE: .*taken\.mjs' brings a handler 'ArgoHandler', which 'cloud-optimised\/handlers'/,
    );
  });

  it('a handler of another format', async () => {
    const text = `import { Handler } from 'cloud-optimised/handler';
      export class CubeHandler extends Handler { static writes = 'zarr'; }`;
    const told = await refusal({ handler_class: 'CubeHandler' }, module('cube', text));
    expect(told).toMatch(
      /^CO_HANDLER_FORMAT: Handler 'CubeHandler' writes zarr, but cloud_optimised_format is 'parquet'/,
    );
  });

  it('a module without a handler', async () => {
    const told = await refusal({}, module('none', 'export const answer = 42; export class Handler {}'));
    expect(told).toMatch(/^CO_PLUGIN_NO_HANDLER: .*none\.mjs' exports no handler \(its exports: Handler, answer\)/);
  });

  it('a module that throws', async () => {
    const told = await refusal({}, module('throws', `throw new Error('no licence');`));
    expect(told).toMatch(/^CO_PLUGIN_FAILED: .*throws\.mjs' cannot be loaded: no licence/);
  });

  it('a module that is no JavaScript', async () => {
    expect(await refusal({}, module('broken', 'export class {'))).toMatch(/^CO_PLUGIN_FAILED: .*broken\.mjs'/);
  });

  it.each(['./no-such-plugin.js', 'no-such-package'])('a module that does not exist: %s', async (name) => {
    expect(await refusal({}, name)).toMatch(new RegExp(`^CO_PLUGIN_NOT_FOUND: No plugin module '${name}'`));
  });
});

/** A config for the moorings of the fixtures. */
function mooringConfig({ handler_class, columns }: { handler_class: string; columns: object }): object {
  const { schema_transformation: transformation } = JSON.parse(readFileSync(fixture('handlers/fishing.json'), 'utf8'));
  const types = { TIME: 'timestamp[ns]', LATITUDE: 'double', LONGITUDE: 'double', TEMP: 'float' };
  const schema = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  return {
    dataset_name: 'mooring',
    cloud_optimised_format: 'parquet',
    handler_class,
    schema: { ...schema, ...columns },
    schema_transformation: transformation,
  };
}
