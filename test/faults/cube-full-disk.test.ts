import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentOf, filesBelow, readCubeFolder, slicePath } from '../support/cube-state.js';
import { LEDGER } from '../support/cube-sweeps.js';
import { runCli } from '../support/run-cli.js';

/** Bytes that a page of the file system holds: the least by which the free space can differ. */
const PAGE = 4096;

let folder: string;
let disk: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-full-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
});

afterEach(() => {
  execFileSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

const LAYOUTS = {
  v2: { zarr_version: 2, chunks: [4, 4, 6] },
  sharded: { zarr_version: 3, chunks: [1, 2, 6], shards: [4, 4, 6] },
};

function append(days: readonly number[]) {
  const options = ['--config', join(folder, 'append.json'), '--target', join(disk, 'cube.zarr'), '--workers', '1'];
  return runCli('cloud-optimised', ['append', ...options, ...days.map(slicePath)]);
}

/** Leaves room for so many pages. */
function fillBut(pages: number): void {
  rmSync(join(disk, 'filler'), { force: true });
  const free = Number(execFileSync('df', ['--output=avail', '-B1', disk]).toString().split('\n')[1]);
  writeFileSync(join(disk, 'filler'), new Uint8Array(Math.max(0, free - pages * PAGE)));
}

it.each(Object.entries(LAYOUTS))(
  'A04 a disk that fills up at each write leaves the old data, and the next run completes it (%s)',
  { timeout: 600_000 },
  async (_, { zarr_version, ...encoding }) => {
    const format = zarr_version as 2 | 3;
    writeFileSync(
      join(folder, 'append.json'),
      JSON.stringify({ zarr_version, variables: { chl: { encoding }, sst: { encoding } } }),
    );
    await append([0, 1, 2]);
    const before = join(folder, 'before');
    cpSync(disk, before, { recursive: true, preserveTimestamps: true });
    let failed = 0;
    for (let pages = 0; ; pages++) {
      rmSync(join(disk, 'cube.zarr'), { recursive: true, force: true });
      rmSync(join(disk, '_ledger'), { recursive: true, force: true });
      rmSync(join(disk, 'filler'), { force: true });
      cpSync(before, disk, { recursive: true, preserveTimestamps: true });
      fillBut(pages);
      const run = await append([3, 4]);
      const seen = (await readCubeFolder(join(disk, 'cube.zarr'), format))?.days;
      if (run.status === 0) {
        expect(seen).toEqual([0, 1, 2, 3, 4]);
        break;
      }
      failed++;
      expect(run.stderr).toContain('CO_STORAGE_FULL');
      expect([
        [0, 1, 2],
        [0, 1, 2, 3, 4],
      ]).toContainEqual(seen);
      rmSync(join(disk, 'filler'));
      // The next append would write over what is not put back.
      await runCli('cloud-optimised', ['recover', join(disk, 'cube.zarr')]);
      if (seen?.length === 3) expect(contentOf(join(disk, 'cube.zarr'))).toEqual(contentOf(join(before, 'cube.zarr')));
      const { status, stderr } = await append([3, 4]);
      expect([status, stderr]).toEqual([0, expect.any(String)]);
      expect((await readCubeFolder(join(disk, 'cube.zarr'), format))?.days).toEqual([0, 1, 2, 3, 4]);
      expect(filesBelow(join(disk, '_ledger', 'cube.zarr'))).toEqual(LEDGER);
    }
    console.log(`full disk: ${failed} amounts of room at which an append fails`);
    expect(failed).toBeGreaterThanOrEqual(5);
  },
);
