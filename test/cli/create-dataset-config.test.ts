import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gridFile } from '../support/grids.js';
import { PACKAGE, publish, runCli } from '../support/run-cli.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { csvOf } from '../support/tracks.js';

const COMMAND = 'create-dataset-config';
const CSV = 'time,lat,lon,v\n2020-01-01T00:00:00,1,2,3\n2020-06-01T00:00:00,1.5,2.5,4\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-create-'));
  writeFileSync(join(folder, 'tracks_1.csv'), CSV);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('create-dataset-config', () => {
  it('writes a config with --yes, and tells each decision with its reason and what comes next', async () => {
    const { status, stdout, stderr } = await runCli(COMMAND, ['tracks_1.csv', '--yes'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\? name: tracks_1\n {4}what the names of the files have in common$/m);
    expect(stdout).toMatch(/^- time: time\n {4}by name$/m);
    expect(stdout).toMatch(/^\? period: Y\n {4}the file covers 152 days: about .* for each year; .*$/m);
    expect(stdout).toContain(`Publish with:  generic-cloud-optimised-creation -c ${folder}/tracks_1.json`);
    expect(stderr).toBe(`looking at ${folder}/tracks_1.csv (1 of 1)\n`);
    const run = await publish(['-c', 'tracks_1.json', '--workers', '1'], { cwd: folder });
    expect([run.status, run.summary.rows]).toEqual([0, 2]);
    expect((await runCli('validate-dataset-config', ['tracks_1.json'], { cwd: folder })).status).toBe(0);
  });

  it('asks nobody where standard input is no terminal, and says what to do', async () => {
    const { status, stderr } = await runCli(COMMAND, ['tracks_1.csv'], { cwd: folder });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_SCAFFOLD_QUESTIONS: .*--yes/)]);
    expect(existsSync(join(folder, 'tracks_1.json'))).toBe(false);
  });

  it('tells all as one object with --json', async () => {
    const args = ['tracks_1.csv', '--yes', '--json', '--name', 'my_tracks', '--output', 'configs'];
    const { stdout } = await runCli(COMMAND, args, { cwd: folder });
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({
      type: 'summary',
      dataset: 'my_tracks',
      format: 'parquet',
      problems: [],
      unreadable: [],
    });
    expect(summary.file).toBe(join(folder, 'configs/my_tracks.json'));
    expect(summary.decisions.find(({ id }: { id: string }) => id === 'period')).toMatchObject({
      value: 'Y',
      pointer: '/schema_transformation/partitioning/0/time_extent/partition_period',
      doubt: { question: 'By which period should the dataset be partitioned?' },
    });
    expect(read('configs/my_tracks.json').run_settings.paths[0].s3_uri).toBe('../');
  });

  it.each([
    [['nothing.csv', '--yes'], 'CO_NO_SOURCES'],
    [['tracks_1.csv', '--yes', '--format', 'zarr'], 'CO_SCAFFOLD_FORMAT'],
    [['tracks_1.csv', '--yes', '--name', 'a b'], 'CO_SCAFFOLD_OPTION'],
    [['tracks_1.csv', '--yes', '--csv-options', '{bad'], 'CO_USAGE'],
    [['tracks_1.csv', '--yes', '--csv-options', '[]'], 'CO_USAGE'],
    [['tracks_1.csv', '--yes', '--csv-options', '{"sepp":";"}'], 'CO_CSV_OPTION'],
    [['tracks_1.csv', '--yes', '--uuid', 'abc'], 'CO_CATALOGUE_ADDRESS'],
    [['tracks_1.csv', '--yes', '--format', 'netcdf'], 'CO_USAGE'],
    [[], 'CO_USAGE'],
  ])('%j ends with status 2: %s', async (args, code) => {
    const { status, stderr } = await runCli(COMMAND, args, { cwd: folder });
    expect([
      status,
      stderr
        .split('\n')
        .find((line) => line.startsWith('CO_'))
        ?.split(':')[0],
    ]).toEqual([2, code]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('names the options that have to be told by status 1', async () => {
    writeFileSync(join(folder, 'image.tif'), readFileSync(`${PACKAGE}test/fixtures/geotiff/bands.tif`));
    const { status, stdout } = await runCli(COMMAND, ['image.tif', '--yes'], { cwd: folder });
    expect(status).toBe(1);
    expect(stdout).toContain('/geotiff/time/file_name');
    expect(stdout).toContain('Complete it, and check it with: validate-dataset-config');
  });

  it('never puts its template where a sample lies', async () => {
    const file = gridFile([1]);
    writeFileSync(join(folder, 'sst.nc'), file);
    const { status, stderr } = await runCli(COMMAND, ['sst.nc', '--yes'], { cwd: folder });
    expect([status, stderr]).toEqual([2, expect.stringContaining('CO_SCAFFOLD_OVERWRITE')]);
    expect(readFileSync(join(folder, 'sst.nc')).equals(file)).toBe(true);
    expect((await runCli(COMMAND, ['sst.nc', '--yes', '--name', 'sst_cube'], { cwd: folder })).status).toBe(0);
    // Again, over what it wrote itself.
    expect((await runCli(COMMAND, ['sst.nc', '--yes', '--name', 'sst_cube'], { cwd: folder })).status).toBe(0);
  });

  it('takes titles and the registry block from a catalogue, told by --uuid', async () => {
    const title = '<mcc:title/>';
    const server = createServer((_request, response) => response.end(recordOf('0c9eb39c-9cbe-4c6a-8a10-5867087e703a')));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as { port: number };
      const args = ['tracks_1.csv', '--yes', '--catalogue', `http://127.0.0.1:${port}/geonetwork`];
      const run = await runCli(COMMAND, [...args, '--uuid', '0c9eb39c-9cbe-4c6a-8a10-5867087e703a'], { cwd: folder });
      expect([run.status, title]).toEqual([0, title]);
      const config = read('tracks_1.json');
      expect(config.metadata_uuid).toBe('0c9eb39c-9cbe-4c6a-8a10-5867087e703a');
      expect(config.schema_transformation.global_attributes.set.title).toBe('Tracks of a catalogue');
      expect(config.aws_opendata_registry).toMatchObject({
        Name: 'Tracks of a catalogue',
        Description: 'What they are.',
      });
    } finally {
      server.close();
    }
  });

  it('samples a bucket, and writes no key into the config', async () => {
    const s3 = await startS3Server({ buckets: ['raw'] });
    try {
      const days = Array.from({ length: 30 }, (_, i) => i + 1);
      for (const day of days) {
        const time = `2020-01-${String(day).padStart(2, '0')}T00:00:00`;
        await s3.put(
          'raw',
          `tracks/t_${String(day).padStart(3, '0')}.csv`,
          csvOf([{ time, latitude: 1, longitude: 2, value: day }]),
        );
      }
      const options = {
        key: 'TESTKEY',
        secret: 'test-secret',
        client_kwargs: { endpoint_url: s3.endpoint, region_name: 'us-east-1' },
      };
      const args = [
        's3://raw/tracks/',
        '--yes',
        '--s3-options',
        JSON.stringify(options),
        '--output',
        folder,
        '--name',
        'tracks',
      ];
      const { status, stderr, stdout } = await runCli(COMMAND, args, { cwd: folder });
      expect([status, stderr.split('\n').at(-2)]).toEqual([0, expect.stringContaining('looking at')]);
      expect(stdout).toContain('30 files cover');
      expect(stderr.match(/looking at/g)).toHaveLength(8);
      expect(readFileSync(join(folder, 'tracks.json'), 'utf8')).not.toMatch(/test-secret|TESTKEY/);
      const env = { AWS_ACCESS_KEY_ID: 'TESTKEY', AWS_SECRET_ACCESS_KEY: 'test-secret' };
      const run = await publish(['-c', 'tracks.json', '--workers', '1'], { cwd: folder, env });
      expect([run.status, run.summary.rows]).toEqual([0, 30]);
    } finally {
      await s3.close();
    }
  });
});

describe('on a terminal', () => {
  const python = ['python3', '/usr/bin/python3'].find((name) => {
    try {
      execFileSync(name, ['-c', 'import pty']);
      return true;
    } catch {
      return false;
    }
  });

  it.skipIf(!python)('asks what is open to doubt, and takes the answers', () => {
    // Each question is answered when it has appeared.
    const script = `
import os, pty, sys, time
answers = [(b'What is the dataset called', b'asked_tracks\\r'), (b'What is the title', b'\\r'), (b'By which period', b'\\x1b[B\\r'),
           (b'How wide', b'\\r'), (b'Which files', b'\\r')]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b''
while True:
    try: piece = os.read(fd, 4096)
    except OSError: break
    if not piece: break
    seen += piece
    if answers and answers[0][0] in seen:
        time.sleep(0.3)
        os.write(fd, answers.pop(0)[1])
        seen = b''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
    const bin = `${PACKAGE}dist/src/cli/bin/${COMMAND}.js`;
    execFileSync(python as string, ['-c', script, process.execPath, bin, 'tracks_1.csv'], {
      cwd: folder,
      timeout: 60_000,
    });
    const { partitioning } = read('asked_tracks.json').schema_transformation;
    expect(partitioning[0].time_extent.partition_period).toBe('D');
  });
});

function recordOf(uuid: string): string {
  const text = (name: string, value: string) =>
    `<${name}><gco:CharacterString>${value}</gco:CharacterString></${name}>`;
  return `<?xml version="1.0"?>
<mdb:MD_Metadata xmlns:mdb="http://standards.iso.org/iso/19115/-3/mdb/2.0" xmlns:mcc="http://standards.iso.org/iso/19115/-3/mcc/1.0"
  xmlns:mri="http://standards.iso.org/iso/19115/-3/mri/1.0" xmlns:cit="http://standards.iso.org/iso/19115/-3/cit/2.0"
  xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0">
  <mdb:metadataIdentifier><mcc:MD_Identifier>${text('mcc:code', uuid)}</mcc:MD_Identifier></mdb:metadataIdentifier>
  <mdb:identificationInfo><mri:MD_DataIdentification>
    <mri:citation><cit:CI_Citation>${text('cit:title', 'Tracks of a catalogue')}</cit:CI_Citation></mri:citation>
    ${text('mri:abstract', 'What they are.')}
  </mri:MD_DataIdentification></mdb:identificationInfo>
</mdb:MD_Metadata>`;
}
