import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gridplace, gridFile } from '../support/grids.js';
import { runCli } from '../support/run-cli.js';

describe('cloud-optimised catalogue', { timeout: 60_000 }, () => {
  let place: Gridplace;
  beforeAll(async () => {
    place = new Gridplace();
    place.source('a.nc', gridFile([1, 2]));
    place.source('b.nc', gridFile([5]));
    const { summary } = await place.publish();
    expect(summary.files.published).toBe(2);
  }, 60_000);
  afterAll(() => place.remove());

  it('shows a table', async () => {
    const { status, stdout, stderr } = await runCli('cloud-optimised', ['catalogue', place.output]);
    const bytes = ['a.nc', 'b.nc'].reduce((sum, name) => sum + readFileSync(join(place.input, name)).length, 0);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['NAME', 'FORMAT', 'ROWS', 'FROM', 'TO', 'WEST,SOUTH,EAST,NORTH', 'SOURCES', 'BYTES', 'TITLE'],
      [
        'grids',
        'zarr',
        '36',
        '2000-01-02T00:00:00Z',
        '2000-01-06T00:00:00Z',
        '110,-32,113,-30',
        '2',
        String(bytes),
        'Small grids',
      ],
      [''],
    ]);
  });

  it('gives a line of JSON for each dataset, and a summary', async () => {
    const { status, stdout } = await runCli('cloud-optimised', ['catalogue', 'out', '--json'], { cwd: place.folder });
    const [dataset, summary] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(dataset).toMatchObject({
      ...{
        type: 'dataset',
        name: 'grids',
        uri: place.cube,
        format: 'zarr',
        title: 'Small grids',
        rows: 36,
        sources: 2,
      },
      temporalExtent: { start: '2000-01-02T00:00:00Z', end: '2000-01-06T00:00:00Z' },
      spatialExtent: { west: 110, south: -32, east: 113, north: -30 },
    });
    expect(summary).toEqual({ type: 'summary', prefix: 'out', datasets: 1, failed: 0 });
  });

  it('ends with 1 where a dataset is broken, which it names', async () => {
    const broken = join(place.output, 'broken.zarr');
    mkdirSync(broken);
    writeFileSync(join(broken, 'zarr.json'), '{');
    const table = await runCli('cloud-optimised', ['catalogue', place.output]);
    expect(table.status).toBe(1);
    expect(table.stdout).toMatch(/^broken +zarr +- .* CO_ZARR_METADATA\ngrids +zarr +36 /m);
    expect(table.stderr).toMatch(/^\S+broken\.zarr: CO_ZARR_METADATA: .*broken\.zarr\/zarr\.json/);
    const json = await runCli('cloud-optimised', ['catalogue', place.output, '--json']);
    const lines = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([json.status, json.stderr]).toEqual([1, '']);
    expect(lines.map(({ error, failed }) => error?.code ?? failed)).toEqual(['CO_ZARR_METADATA', undefined, 1]);
  });

  it('says where it finds nothing, and what it cannot understand', async () => {
    const empty = await runCli('cloud-optimised', ['catalogue', place.input]);
    expect([empty.status, empty.stdout]).toEqual([0, `No datasets directly below '${place.input}'\n`]);
    const wrong = await runCli('cloud-optimised', ['catalogue', place.output, '--s3-options', '[1]']);
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^CO_USAGE: .*--s3-options takes a JSON object/),
    ]);
  });
});

describe('cloud-optimised query of a cube', { timeout: 60_000 }, () => {
  let place: Gridplace;
  beforeAll(async () => {
    place = new Gridplace();
    place.source('a.nc', gridFile([1, 2]));
    await place.publish();
  }, 60_000);
  afterAll(() => place.remove());

  const query = async (...args: string[]) => {
    const { status, stdout, stderr } = await runCli('cloud-optimised', ['query', place.cube, ...args]);
    expect([status, stderr]).toEqual([0, '']);
    return stdout.trim().split('\n');
  };

  it('gives the cells of a box as CSV', async () => {
    const rows = await query(
      '--bbox',
      '110,-31,111,-30',
      '--time',
      '2000-01-03',
      '--columns',
      'TIME,LATITUDE,LONGITUDE,TEMP',
    );
    expect(rows).toEqual([
      'TIME,LATITUDE,LONGITUDE,TEMP',
      expect.stringMatching(/^2000-01-03.*,-30,110,$/),
      expect.stringMatching(/,-30,111,22\.01$/),
      expect.stringMatching(/,-31,110,22\.04$/),
      expect.stringMatching(/,-31,111,22\.05$/),
    ]);
  });

  it('gives the nearest cell, step by step', async () => {
    const rows = await query('--point', '112.4,-30.6', '--columns', 'LATITUDE,LONGITUDE,QC');
    expect(rows).toEqual(['LATITUDE,LONGITUDE,QC', '-31,112,1', '-31,112,2']);
  });

  it('gives columns without rows where nothing lies', async () => {
    expect(await query('--bbox', '0,0,1,1', '--columns', 'TEMP,QC')).toEqual(['TEMP,QC']);
  });
});
