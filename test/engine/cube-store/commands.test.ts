import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudOptimised } from '../../../src/cli/cloud-optimised.js';
import { DatasetLock } from '../../../src/engine/lock/dataset-lock.js';
import { LocalStorage, withRoot } from '../../../src/storage/index.js';
import { realCube, writeRealCube } from './real-cube.js';
import { appended, type CubeKind, create, storeIn } from './scenarios.js';

const V3: CubeKind = { format: 3, consolidated: true };

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-tools-'));
  target = join(folder, 'x.zarr');
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

function folders() {
  const storage = new LocalStorage(folder);
  return { dataset: withRoot(storage, 'x.zarr/'), ledger: withRoot(storage, '_ledger/x.zarr/') };
}

/** Runs a command in this process. */
async function run(...args: string[]) {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      texts[stream] += String(text);
      return true;
    });
  try {
    await cloudOptimised(args);
    return { status: process.exitCode, ...texts };
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

describe('cloud-optimised recover', () => {
  it('tells that there is nothing to repair', async () => {
    await create(V3, folders());
    expect(await run('recover', target)).toEqual({ status: 0, stdout: `${target}: nothing to repair\n`, stderr: '' });
  });

  it('undoes what was not committed, and tells of it', async () => {
    await create(V3, folders());
    await (await storeIn(folders()).begin()).announce(appended(V3));
    const said = 'an unfinished transaction undone: 2 new objects removed, 4 objects put back';
    expect(await run('recover', target)).toEqual({ status: 0, stdout: `${target}: ${said}\n`, stderr: '' });
    expect((await run('recover', target)).stdout).toContain('nothing to repair');
  });

  it('--json tells it as a document', async () => {
    await create(V3, folders());
    await (await storeIn(folders()).begin()).announce(appended(V3));
    const { stdout } = await run('recover', target, '--json');
    expect(JSON.parse(stdout)).toEqual({
      type: 'recovered',
      ...{ kind: 'cube', target, outcome: 'rolledBack', created: 2, replaced: 4 },
    });
  });

  it('is refused while another process writes, and waits when told to', async () => {
    await create(V3, folders());
    const lock = await DatasetLock.acquire(folders().ledger, 'x');
    const refused = await run('recover', target);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/^CO_LOCKED: /)]);
    setTimeout(() => void lock.release(), 100);
    expect((await run('recover', target, '--wait', '20')).status).toBe(0);
  });

  it('repairs the ledger of a dataset in Parquet too', async () => {
    const ledger = withRoot(new LocalStorage(folder), '_ledger/x.parquet/');
    const dataset = withRoot(new LocalStorage(folder), 'x.parquet/');
    await dataset.put('a.parquet', new Uint8Array(1));
    await ledger.put('intents/1/0.json', Buffer.from(JSON.stringify({ source: 'a', objects: ['a.parquet'] })));
    const { status, stdout } = await run('recover', join(folder, 'x.parquet'));
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining('1 unfinished object and 0 replaced objects removed'),
    ]);
    expect(await dataset.get('a.parquet')).toBeUndefined();
  });

  it('makes no folder for a target that is not there', async () => {
    const { status, stderr } = await run('recover', target);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_STORAGE_NOT_FOUND: /)]);
    expect(existsSync(join(folder, '_ledger'))).toBe(false);
  });
});

describe('cloud-optimised verify', () => {
  it('ends with 0 and one line where nothing is wrong', async () => {
    await writeRealCube(folders(), realCube(V3));
    const { status, stdout } = await run('verify', `${target}/`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/x\.zarr: 3 arrays with 5 objects of \d+ bytes: nothing wrong\n$/);
  });

  it('ends with 1 and a line for each finding', async () => {
    await writeRealCube(folders(), realCube(V3));
    writeFileSync(join(target, 'temp/c/0/0'), 'broken');
    const { status, stdout } = await run('verify', target);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^temp\/c\/0\/0 cannot be decoded: .*\n.*: 1 finding\n$/);
    const { findings } = JSON.parse((await run('verify', target, '--json')).stdout);
    expect(findings).toMatchObject([{ subject: 'temp/c/0/0' }]);
  });

  it('ends with 2 where there is no cube', async () => {
    expect(await run('verify', target)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^CO_STORAGE_NOT_FOUND: /),
    });
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await run('verify', folder)).toMatchObject({ status: 2, stderr: expect.stringContaining("'notes.txt'") });
  });
});
