import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gridFile, gridsConfig } from '../support/grids.js';
import { runCli } from '../support/run-cli.js';
import { tracksConfig } from '../support/tracks.js';

describe('cloud-optimised config', { timeout: 60_000 }, () => {
  let folder: string;
  const config = (...args: string[]) => runCli('cloud-optimised', ['config', ...args], { cwd: folder });
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-config-'));
    write('tracks.json', tracksConfig());
    write('child.json', { parent_config: 'middle.json', dataset_name: 'child' });
    write('middle.json', { parent_config: 'tracks.json', logger_name: 'middle' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('show tells where each value comes from', async () => {
    const { status, stdout } = await config('show', 'child', '-o', '{"metadata_uuid": "u"}');
    const lines = stdout.split('\n');
    expect(status).toBe(0);
    expect(lines.slice(0, 5)).toEqual([
      'override  --json-overwrite',
      `config    ${folder}/child.json`,
      `parent    ${folder}/middle.json`,
      `parent 2  ${folder}/tracks.json`,
      '',
    ]);
    for (const line of [
      'override  /metadata_uuid: "u"',
      'config    /dataset_name: "child"',
      'parent    /logger_name: "middle"',
      'parent 2  /schema/value/units: "1"',
      'default   /parquet/row_group_rows: 20000',
    ])
      expect(lines).toContain(line);
    const json = JSON.parse((await config('show', 'child', '--json')).stdout);
    expect(json).toMatchObject({ type: 'config', document: { dataset_name: 'child', logger_name: 'middle' } });
    expect(json.values).toContainEqual({
      pointer: '/logger_name',
      value: 'middle',
      origin: 'parent',
      file: join(folder, 'middle.json'),
    });
  });

  it('show knows shipped configs, and ends with 2 where there is none', async () => {
    expect((await config('show', 'argo')).stdout).toContain('config    /dataset_name: "argo"');
    const { status, stderr } = await config('show', 'nope');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_CONFIG_NOT_FOUND: No dataset config 'nope'/)]);
    expect((await config('show', 'child', '-o', '{')).stderr).toMatch(/^CO_CONFIG_OVERRIDE/);
  });

  it('diff compares with parents', async () => {
    const { status, stdout } = await config('diff', 'tracks.json', 'child.json');
    expect([status, stdout.trim().split('\n').toSorted()]).toEqual([
      0,
      [
        '+ /logger_name: "middle"',
        '+ /parent_config: "middle.json"',
        'tracks.json, child.json: 3 differences',
        '~ /dataset_name: "tracks" → "child"',
      ],
    ]);
    expect((await config('diff', 'tracks', 'child', '--exit-code')).status).toBe(1);
    expect((await config('diff', 'tracks', 'tracks', '--exit-code')).status).toBe(0);
    expect(JSON.parse((await config('diff', 'tracks', 'child', '--json')).stdout).differences).toHaveLength(3);
  });

  it('missing gives entries with which the config is valid, and the next run finds nothing missing', async () => {
    const { TEMP, ...others } = gridsConfig().schema as Record<string, object>;
    const transformation = { ...(gridsConfig().schema_transformation as object), var_template_shape: 'QC' };
    const lacking = { ...gridsConfig(), schema: others, schema_transformation: transformation };
    write('grids.json', lacking);
    writeFileSync(join(folder, 'a.nc'), gridFile([1]));
    const run = (output: string) =>
      runCli(
        'generic-cloud-optimised-creation',
        ['--config', 'grids.json', '--input', 'a.nc', '--output', output, '--workers', '1', '--json'],
        { cwd: folder },
      );
    writeFileSync(join(folder, 'run.jsonl'), (await run('one')).stdout);
    const { stdout } = await config('missing', 'run.jsonl');
    const entries = JSON.parse(stdout);
    expect(Object.keys(entries)).toEqual(['TEMP']);
    write('grids.json', { ...lacking, schema: { ...others, ...entries } });
    expect((await runCli('validate-dataset-config', ['grids.json'], { cwd: folder })).stdout).toBe(
      'grids.json: valid\n',
    );
    writeFileSync(join(folder, 'run.jsonl'), (await run('two')).stdout);
    expect(JSON.parse((await config('missing', 'run.jsonl')).stdout)).toEqual({});
    expect(TEMP).toBeDefined();
  });

  it('missing refuses what is no summary, and what is not there', async () => {
    const [wrong, gone] = [await config('missing', 'tracks.json'), await config('missing', 'gone.jsonl')];
    expect([wrong.status, gone.status]).toEqual([2, 2]);
    expect(wrong.stderr).toMatch(/^CO_CONFIG_SUMMARY: 'tracks\.json' cannot be read/);
    expect(gone.stderr).toMatch(/^CO_CONFIG_SUMMARY: 'gone\.jsonl' .*ENOENT/);
  });
});
