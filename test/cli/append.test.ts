import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { append } from '../../src/app/append-slices.js';
import { FoundCube, slice } from '../append/fixture.js';
import { readCubeState, slicePath } from '../support/cube-state.js';
import { type CliOptions, runCli } from '../support/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'co-append-cli-'));
const SLICES = ['a.zarr', 'b.zarr', 'c.zarr'];

beforeAll(async () => {
  for (const [index, name] of SLICES.entries()) {
    const made = slice({ index, steps: 1, y: 4, x: 6, chunks: [1, 4, 6] });
    await append([made], { target_dir: join(folder, name) }, { workers: 1 });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zappend = (args: readonly string[], options?: CliOptions) => runCli('zappend', args, { cwd: folder, ...options });
const ours = (args: readonly string[], options?: CliOptions) =>
  runCli('cloud-optimised', ['append', ...args], { cwd: folder, ...options });
const valuesOf = async (name: string) => (await FoundCube.at(join(folder, name))).steps('chl');

describe('zappend', () => {
  it('tells how many slices it processed', async () => {
    expect(await zappend(['-t', 'z1.zarr', ...SLICES])).toMatchObject({
      status: 0,
      stdout: '3 slice datasets processed.\n',
    });
    expect(await valuesOf('z1.zarr')).toEqual([0, 1, 2]);
    expect(existsSync(join(folder, 'z1.zarr/.zmetadata'))).toBe(true);
    expect(await zappend(['-t', 'z2.zarr', 'a.zarr'])).toMatchObject({
      status: 0,
      stdout: '1 slice dataset processed.\n',
    });
  });

  it.each(['1', '2', '3'])('gives the same with %s workers, from NetCDF and Zarr', async (workers) => {
    const days = Array.from({ length: 8 }, (_, day) => slicePath(day));
    const nc = `threads-nc-${workers}.zarr`;
    expect(await zappend(['-t', nc, '--workers', workers, ...days])).toMatchObject({ status: 0, stderr: '' });
    const read = async (key: string) => readFileSync(join(folder, nc, key));
    const there = async (key: string) => (existsSync(join(folder, nc, key)) ? await read(key) : undefined);
    expect((await readCubeState(there, 2))?.days).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const zarr = `threads-zarr-${workers}.zarr`;
    expect(await zappend(['-t', zarr, '--workers', workers, ...SLICES])).toMatchObject({ status: 0, stderr: '' });
    expect(await valuesOf(zarr)).toEqual([0, 1, 2]);
  });

  it('needs no slices', async () => {
    expect(await zappend(['-t', 'none.zarr'])).toMatchObject({ status: 0, stdout: 'No slice datasets given.\n' });
  });

  it('ends with 1 and the error where one fails, those before it being in', async () => {
    const run = await zappend(['-t', 'z3.zarr', 'a.zarr', 'missing.zarr', 'c.zarr']);
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^Error: '.*missing\.zarr' does not exist/);
    expect(await valuesOf('z3.zarr')).toEqual([0]);
  });

  it('ends with 2 where it is not understood', async () => {
    expect(await zappend(['--no-such-option'])).toMatchObject({ status: 2 });
  });

  it('shows its version, and what configs may hold', async () => {
    expect((await zappend(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await zappend(['--help-config', 'json'])).stdout)).toHaveProperty('properties.target_dir');
    expect((await zappend(['--help-config', 'md'])).stdout).toContain('target_dir');
  });

  it('merges configs in their order, and its own options over them', async () => {
    writeFileSync(join(folder, 'one.json'), '{"target_dir": "c1.zarr", "attrs": {"title": "one", "source": "s"}}');
    writeFileSync(join(folder, 'two.yaml'), 'attrs:\n  title: two\n');
    expect(await zappend(['-c', 'one.json', '-c', 'two.yaml', 'a.zarr'])).toMatchObject({ status: 0 });
    expect((await FoundCube.at(join(folder, 'c1.zarr'))).attributes).toMatchObject({ title: 'two', source: 's' });
    await zappend(['-c', 'one.json', '-t', 'c2.zarr', 'a.zarr']);
    expect(existsSync(join(folder, 'c2.zarr'))).toBe(true);
  });

  it('A10 honours dry_run of a config', async () => {
    writeFileSync(join(folder, 'dry.json'), '{"dry_run": true}');
    expect(await zappend(['-c', 'dry.json', '-t', 'dry.zarr', 'a.zarr'])).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'dry.zarr'))).toBe(false);
    await zappend(['-c', 'dry.json', '--no-dry-run', '-t', 'dry.zarr', 'a.zarr']);
    expect(existsSync(join(folder, 'dry.zarr'))).toBe(true);
  });
});

describe('cloud-optimised append', () => {
  it('ends with a summary', async () => {
    const { status, stdout } = await ours(['--json', '-t', 'j.zarr', ...SLICES]);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(['start', 'slice', 'slice', 'slice', 'commit', 'summary']);
    expect(events.at(-1)).toMatchObject({ files: { published: 3, skipped: 0, failed: 0 }, rows: 3, created: true });
    expect(existsSync(join(folder, 'j.zarr/zarr.json'))).toBe(true);
    expect((await FoundCube.at(join(folder, 'j.zarr'))).array('time').chunks).toEqual([4096]);
  });

  it('tells people what went where', async () => {
    const { stdout } = await ours(['-t', 'p.zarr', 'a.zarr', 'b.zarr']);
    expect(stdout).toMatch(/a\.zarr: 1 label appended at 0\n/);
    expect(stdout).toMatch(/2 slices appended \(2 labels\), 0 already there, 0 failed; 2 labels, new\n$/);
  });

  it('ends with 1 where a slice fails, and 2 where nothing can start', async () => {
    const failed = await ours(['--json', '-t', 'f.zarr', 'a.zarr', 'missing.zarr']);
    expect(failed.status).toBe(1);
    expect(JSON.parse(failed.stdout.trim().split('\n').at(-1) as string)).toMatchObject({
      type: 'summary',
      files: { published: 1, failed: 1 },
      failures: [{ code: 'CO_STORAGE_NOT_FOUND' }],
    });
    expect(await ours(['-t', 'no/where.zarr', 'a.zarr'])).toMatchObject({ status: 2 });
    writeFileSync(join(folder, 'bad.json'), '{"append_dimm": "time"}');
    const bad = await ours(['-c', 'bad.json', '-t', 'b.zarr', 'a.zarr']);
    expect(bad).toMatchObject({ status: 2 });
    expect(bad.stderr).toContain('append_dimm');
  });

  it('A15 skips what is in, and follows --if-exists', async () => {
    await ours(['-t', 'again.zarr', ...SLICES]);
    expect((await ours(['-t', 'again.zarr', ...SLICES])).stdout).toContain(
      '0 slices appended (0 labels), 3 already there',
    );
    const copy = await ours(['-t', 'again.zarr', 'z2.zarr']);
    expect(copy.status).toBe(1);
    expect(copy.stderr).toContain('CO_CUBE_LABEL');
    expect(await ours(['-t', 'again.zarr', '--if-exists', 'skip', 'z2.zarr'])).toMatchObject({ status: 0 });
    expect((await ours(['-t', 'again.zarr', '--if-exists', 'replace', 'z2.zarr'])).stdout).toContain(
      '1 label replaced at 0',
    );
  });

  it('takes slice sources from a plugin', async () => {
    writeFileSync(
      join(folder, 'plugin.mjs'),
      'export async function doubled(path, ctx) { const dataset = await ctx.open(path + ".zarr"); return dataset; }\n',
    );
    writeFileSync(join(folder, 'source.json'), '{"slice_source": "doubled"}');
    expect(await ours(['--plugin', './plugin.mjs', '-c', 'source.json', '-t', 's.zarr', 'a', 'b'])).toMatchObject({
      status: 0,
    });
    expect(await valuesOf('s.zarr')).toEqual([0, 1]);
    const unknown = await ours(['-c', 'source.json', '-t', 's2.zarr', 'a']);
    expect(unknown.stderr).toContain('CO_SLICE_SOURCE_UNKNOWN');
    expect(existsSync(join(folder, 's2.zarr'))).toBe(false);
  });

  it('A08 lets two writers come one after the other', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `w${index}.zarr`);
    for (const [index, name] of names.entries())
      await append(
        [slice({ index, steps: 1, y: 4, x: 6, chunks: [1, 4, 6] })],
        { target_dir: join(folder, name) },
        { workers: 1 },
      );
    const even = names.filter((_, index) => index % 2 === 0);
    const odd = names.filter((_, index) => index % 2 === 1);
    const write = (slices: string[]) =>
      (async () => {
        for (const name of slices) {
          const run = await ours(['--wait', '60', '--insert', '-t', 'two.zarr', name]);
          expect(run.status, run.stderr).toBe(0);
        }
      })();
    await Promise.all([write(even), write(odd)]);
    const found = await FoundCube.at(join(folder, 'two.zarr'));
    expect(await found.values('time')).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
    expect(await found.steps('chl')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }, 120_000);
});
