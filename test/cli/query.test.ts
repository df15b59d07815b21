import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDataset } from '../../src/app/publish-dataset.js';
import { PACKAGE, runCli } from '../support/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'co-query-cli-'));
const dataset = join(folder, 'out', 'argo.parquet');
beforeAll(async () => {
  const input = [join(PACKAGE, 'samples/argo/2900999_prof.nc')];
  await publishDataset({
    config: join(PACKAGE, 'dataset-configs/argo.json'),
    input,
    output: join(folder, 'out'),
    workers: 1,
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const query = (...args: string[]) => runCli('cloud-optimised', ['query', dataset, ...args], { cwd: folder });
const shell = (line: string) => promisify(execFile)('bash', ['-o', 'pipefail', '-c', line], { cwd: folder });
const COMMAND = `'${process.execPath}' '${PACKAGE}dist/src/cli/bin/cloud-optimised.js' query '${dataset}'`;

describe('cloud-optimised query', { timeout: 60_000 }, () => {
  it('gives CSV to a pipe', async () => {
    const { status, stdout, stderr } = await query('--columns', 'JULD,TEMP', '--where', 'TEMP >= 24', '--limit', '3');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe('JULD,TEMP');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z,2[4-9](\.\d+)?$/);
  });

  it('gives records with --json', async () => {
    const { stdout } = await query('--json', '--columns', 'TEMP,timestamp', '--limit', '2');
    expect(JSON.parse(stdout)).toEqual([
      { TEMP: expect.any(Number), timestamp: 1609459200 },
      { TEMP: expect.any(Number), timestamp: 1609459200 },
    ]);
  });

  it('ends well when its reader has gone', async () => {
    const { stdout, stderr } = await shell(`${COMMAND} | head -1 | cut -c1-9`);
    expect({ stdout, stderr }).toEqual({ stdout: 'DATA_TYPE\n', stderr: '' });
  });

  it('describes', async () => {
    const { stdout } = await query('--describe', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'argo',
      format: 'parquet',
      rows: 1400,
      roles: { time: 'JULD', latitude: 'LATITUDE', longitude: 'LONGITUDE', vertical: 'PRES' },
      temporalExtent: { start: '2021-01-01T00:00:00Z', end: '2022-12-31T23:59:59.999999999Z' },
      spatialExtent: { west: 150, south: -40, east: 165, north: -30 },
      attributes: { dataset_name: 'argo' },
    });
  });

  it('writes a file whole, in place of one that is there', async () => {
    writeFileSync(join(folder, 'result.csv'), 'old');
    const { status, stdout } = await query('--time', '2021', '--columns', 'TEMP', '--to', 'result.csv', '--json');
    const written = readFileSync(join(folder, 'result.csv'), 'utf8');
    const rows = written.trimEnd().split('\n').length - 1;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'query', rows, bytes: written.length, interrupted: false });
  });

  it.each(['csv', 'json', 'parquet', 'arrow'])('writes a .%s of no rows', async (ending) => {
    const { status } = await query('--time', '1990', '--columns', 'JULD,TEMP', '--to', `none.${ending}`);
    expect(status).toBe(0);
    const bytes = readFileSync(join(folder, `none.${ending}`));
    if (ending === 'csv') expect(String(bytes)).toBe('JULD,TEMP\n');
    if (ending === 'json') expect(JSON.parse(String(bytes))).toEqual([]);
    if (ending === 'parquet') expect(String(bytes.subarray(-4))).toBe('PAR1');
    if (ending === 'arrow') expect(String(bytes.subarray(0, 6))).toBe('ARROW1');
  });

  it('shows a terminal the columns that it has room for', async () => {
    const line = `${COMMAND} --columns JULD,TEMP,WMO_INST_TYPE --limit 2`;
    const { stdout } = await shell(`script -qec "stty cols 60; ${line.replaceAll('"', '\\"')}" /dev/null`);
    const lines = stdout.replaceAll('\r', '').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^JULD +TEMP/);
    expect(lines[1]).toMatch(/^2021-01-01T22:32:\S+ +\d/);
    expect(lines.join('\n')).toContain('… more rows');
  });

  it.each([
    [['--columns', 'nothing'], 'CO_COLUMN_UNKNOWN'],
    [['--time', 'soon'], 'CO_QUERY_TIME'],
    [['--bbox', '1,2,3'], 'CO_QUERY_BOX'],
    [['--point', '1'], 'CO_QUERY_POINT'],
    [['--where', 'TEMP'], 'CO_QUERY_WHERE'],
    [['--where', 'TEMP > warm'], 'CO_QUERY_VALUE'],
    [['--to', 'result.xlsx'], 'CO_QUERY_OUTPUT'],
    [['--to', 's3://bucket/result.csv'], 'CO_QUERY_OUTPUT'],
    [['--to', 'nowhere/result.csv'], 'CO_STORAGE_NOT_FOUND'],
    [['--limit', '0'], 'CO_USAGE'],
    [['--s3-options', '{'], 'CO_USAGE'],
  ])('%j ends with status 2', async (args, code) => {
    const { status, stdout, stderr } = await query(...args);
    expect({ status, stdout, code: stderr.split(':')[0] }).toEqual({ status: 2, stdout: '', code });
  });

  it('leaves nothing where it fails', async () => {
    await query('--columns', 'nothing', '--to', 'failed.csv');
    expect(existsSync(join(folder, 'failed.csv'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
