import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PublishRun } from '../support/run-cli.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';
import { csvOf, expectedRows, trackRows, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/e2e/${name}`, import.meta.url));
const HEADER = 'time,latitude,longitude,value\n';
const GOOD_ROW = '2020-01-01T00:00:00,-35,15,1\n';

/** With four bytes of its header replaced. */
function garbled(name: string, offset: number): Buffer {
  return Buffer.from(fixture(name)).fill(0xee, offset, offset + 4);
}

function firstPart(name: string, share: number): Buffer {
  const whole = fixture(name);
  return whole.subarray(0, Math.floor(whole.length * share));
}

/** Files with what is wrong with them: the code that they fail with, and what the message says beside their name. */
const BAD: readonly [file: string, content: string | Uint8Array, code: string, says: string][] = [
  ['empty.csv', '', 'CO_FILE_EMPTY', 'is empty'],
  ['empty.nc', '', 'CO_FILE_EMPTY', 'is empty'],
  ['header-only.csv', HEADER, 'CO_TABLE_EMPTY', 'it has no rows'],
  ['half-netcdf3.nc', firstPart('good-netcdf3.nc', 0.7), 'CO_FILE_TRUNCATED', 'truncated'],
  ['half-netcdf3-header.nc', firstPart('good-netcdf3.nc', 0.2), 'CO_FILE_TRUNCATED', 'truncated'],
  ['half-netcdf4.nc', firstPart('good.nc', 0.7), 'CO_FILE_TRUNCATED', 'truncated'],
  ['corrupt-netcdf3.nc', garbled('good-netcdf3.nc', 8), 'CO_FILE_CORRUPT', 'damaged'],
  ['corrupt-netcdf4.nc', garbled('good.nc', 36), 'CO_FILE_CORRUPT', 'damaged'],
  ['notes.txt', 'not data', 'CO_FORMAT_UNKNOWN', "'.txt'"],
  ['no-extension', 'not data', 'CO_FORMAT_UNKNOWN', "''"],
  ['text.nc', HEADER + GOOD_ROW, 'CO_FORMAT_MISMATCH', "'time,lat'"],
  ['netcdf.csv', fixture('good.nc'), 'CO_CSV_UNREADABLE', 'line 1'],
  ['no-time.nc', fixture('no-time.nc'), 'CO_VARIABLE_MISSING', "'time'"],
  ['no-latitude.nc', fixture('no-latitude.nc'), 'CO_VARIABLE_MISSING', "'latitude'"],
  ['no-time.csv', 'latitude,longitude,value\n-35,15,1\n', 'CO_VARIABLE_MISSING', "'time'"],
  ['wrong-units.nc', fixture('wrong-units.nc'), 'CO_TIME_UNITS', "'moons since the flood'"],
  ['null-time.nc', fixture('null-time.nc'), 'CO_TABLE_EMPTY', '6 rows dropped as time_missing'],
  ['null-positions.nc', fixture('null-positions.nc'), 'CO_TABLE_EMPTY', '6 rows dropped as position_missing'],
  ['latin1.csv', Buffer.from(`${HEADER}2020-01-01T00:00:00,-35,15,1°\n`, 'latin1'), 'CO_CSV_UNREADABLE', 'line 2'],
  ['word.csv', `${HEADER}2020-01-01T00:00:00,-35,15,seven\n`, 'CO_COLUMN_CAST', "'seven'"],
  ['ragged.csv', `${HEADER}2020-01-01T00:00:00,-35,15,1,2,3\n`, 'CO_CSV_UNREADABLE', 'line 2'],
];

describe('files that cannot be published', () => {
  const place = new Workplace();
  let run: PublishRun;

  beforeAll(async () => {
    for (const [file, content] of BAD) place.source(file, content);
    place.source('good.csv', trackRows(2020));
    place.source('good.nc', fixture('good.nc'));
    place.source('good-netcdf3.nc', fixture('good-netcdf3.nc'));
    run = await place.publish(['--workers', '2']);
  });

  afterAll(() => place.remove());

  it.each(BAD.map(([file, , code, says]) => [file, code, says]))('%s fails alone, with %s', (file, code, says) => {
    const failure = run.summary.failures.find(({ source }) => source.endsWith(`/in/${file}`));
    expect(failure?.message).toContain(`/in/${file}'`);
    expect(failure?.message).toContain(says);
    expect(failure?.code).toBe(code);
  });

  it('leave the good ones published, and exit status 1', async () => {
    expect([run.status, run.summary.files]).toEqual([1, { published: 3, skipped: 0, failed: BAD.length }]);
    expect(run.stderr).toBe('');
    const { rows, keys, claimed, unfinished } = await place.state();
    expect(new Set(rows.map((row) => row.split('|')[0]))).toEqual(new Set(['good.csv', 'good.nc', 'good-netcdf3.nc']));
    expect(rows).toHaveLength(18);
    expect([keys, unfinished]).toEqual([['_common_metadata', ...claimed], []]);
  });
});

describe('inputs that are not there', () => {
  const place = new Workplace();
  afterAll(() => place.remove());

  it('a run without any file cannot start', async () => {
    const { status, stderr } = await place.attempt();
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_NO_SOURCES: .*\/in'/)]);
  });

  it('one of several paths that matches nothing is a failure', async () => {
    place.source('a.csv', trackRows(2020));
    const missing = `${place.input}/missing-*.csv`;
    const { status, summary } = await place.publish(['--input', place.input, '--input', missing]);
    expect([status, summary.files.published]).toEqual([1, 1]);
    expect(summary.failures).toMatchObject([{ source: missing, code: 'CO_STORAGE_NOT_FOUND' }]);
  });
});

describe('stores that fail', () => {
  const SECRET = 'a-very-secret-key';
  let server: S3TestServer;
  let place: Workplace;
  const credentials = { AWS_ACCESS_KEY_ID: 'TESTKEY', AWS_SECRET_ACCESS_KEY: SECRET, AWS_REGION: 'us-east-1' };
  const env = () => ({ ...credentials, AWS_ENDPOINT_URL: server.endpoint });
  const remote = ['--input', 's3://in/files/', '--output', 's3://out/data'];

  beforeEach(async () => {
    server = await startS3Server({ buckets: ['in', 'out'], secretAccessKey: SECRET });
    server.put('in', 'files/a.csv', csvOf(trackRows(2020)));
    server.put('in', 'files/b.csv', csvOf(trackRows(2021)));
    place = new Workplace();
  });

  afterEach(async () => {
    place.remove();
    await server.close();
  });

  /** Everything that was told or written. */
  const everything = (run: { stdout: string; stderr: string }) =>
    [run.stdout, run.stderr, ...server.keys('out').map((key) => server.get('out', key))].map(String).join('\n');

  it.each(['in', 'out'])('a bucket that is gone (%s) ends the run with its name', async (bucket) => {
    server.deleteBucket(bucket);
    const run = await place.attempt(remote, { env: env() });
    expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/^CO_STORAGE_NOT_FOUND: /)]);
    expect(run.stderr).toContain(`s3://${bucket}/`);
  });

  it('X03 wrong credentials end the run without being told', async () => {
    const wrong = 'another-very-secret-key';
    const run = await place.attempt(remote, { env: { ...env(), AWS_SECRET_ACCESS_KEY: wrong } });
    expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/^CO_STORAGE_ACCESS_DENIED: /)]);
    expect(run.stderr).toContain("'s3://in/");
    expect(everything(run)).not.toContain(wrong);
  });

  it('X03 credentials of a config reach neither output nor ledger, whether a file fails or not', async () => {
    server.put('in', 'files/bad.csv', 'time\n');
    server.addFault({ operation: 'GetObject', key: /b\.csv$/, status: 403, code: 'AccessDenied', times: 100 });
    const options = { s3_fs_common_opts: { key: 'TESTKEY', secret: SECRET, endpoint_url: server.endpoint } };
    const own = new Workplace(tracksConfig({ run_settings: options }));
    const run = await own.publish([...remote, '--verbose']);
    own.remove();
    expect(run.status).toBe(1);
    expect(run.summary.failures.map(({ source, code }) => [source, code]).sort()).toEqual([
      ['s3://in/files/b.csv', 'CO_STORAGE_ACCESS_DENIED'],
      ['s3://in/files/bad.csv', expect.stringMatching(/^CO_/)],
    ]);
    expect(everything(run)).not.toContain(SECRET);
    expect(everything(run)).not.toContain('TESTKEY');
  });

  it('a bucket that goes during a run ends it with a summary, and a second run makes all good', async () => {
    server.addFault({ operation: 'PutObject', key: /batches\//, status: 404, code: 'NoSuchBucket', times: 1 });
    const run = await place.publish(remote, { env: env() });
    expect([run.status, run.summary.files]).toEqual([1, { published: 0, skipped: 0, failed: 0 }]);
    expect(run.summary).toMatchObject({ left: 2, failures: [{ code: 'CO_STORAGE_NOT_FOUND' }] });
    expect(run.summary.failures[0]?.message).toContain('s3://out/');
    const { status, summary } = await place.publish(remote, { env: env() });
    expect([status, summary.files]).toEqual([0, { published: 2, skipped: 0, failed: 0 }]);
    const objects = server.keys('out').filter((key) => key.endsWith('.parquet') && !key.includes('_ledger'));
    expect(objects).toHaveLength(4);
    expect(server.keys('out').filter((key) => /intents/.test(key))).toEqual([]);
  });
});

describe('a folder name that the disk cannot hold', () => {
  it('fails its file alone, now and in later runs', async () => {
    const { schema, schema_transformation: transformation, ...rest } = tracksConfig() as Record<string, object>;
    const partitioning = [{ source_variable: 'name' }, ...(transformation as { partitioning: object[] }).partitioning];
    const place = new Workplace({
      ...rest,
      schema: { ...(schema as object), name: { type: 'string' } },
      schema_transformation: { ...(transformation as object), partitioning },
    });
    const row = (name: string) => `time,latitude,longitude,value,name\n2020-01-01T00:00:00,-35,15,1,${name}\n`;
    place.source('good.csv', row('short'));
    const long = place.source('long.csv', row('日'.repeat(30)));
    for (const skipped of [0, 1]) {
      const { status, summary } = await place.publish();
      expect([status, summary.files]).toEqual([1, { published: 1 - skipped, skipped, failed: 1 }]);
      expect(summary.failures).toMatchObject([{ source: long, code: 'CO_STORAGE_FAILED' }]);
    }
    expect((await place.state()).rows).toHaveLength(1);
    place.remove();
  });
});

describe('rows of a file that is otherwise good', () => {
  it('are published where bad ones are dropped', async () => {
    const place = new Workplace();
    place.source('a.csv', [...trackRows(2020), { time: '2020-01-01T00:00:00', latitude: 95, longitude: 15, value: 1 }]);
    const { status, summary } = await place.publish();
    expect([status, summary.dropped]).toEqual([0, { position_out_of_range: 1 }]);
    expect((await place.state()).rows).toEqual(expectedRows('a.csv', trackRows(2020)).sort());
    place.remove();
  });
});
