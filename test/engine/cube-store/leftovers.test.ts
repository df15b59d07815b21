import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalStorage, withRoot } from '../../../src/storage/index.js';
import { appended, type CubeKind, create, storeIn } from './scenarios.js';

const V3: CubeKind = { format: 3, consolidated: true };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-left-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('half-written files of a process that died go with its transaction', async () => {
  const storage = new LocalStorage(folder);
  const folders = { dataset: withRoot(storage, 'x.zarr/'), ledger: withRoot(storage, '_ledger/x.zarr/') };
  await create(V3, folders);
  const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const before = files();
  await (await storeIn(folders).begin()).announce(appended(V3));
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const [copy] = readdirSync(join(folder, '_ledger/x.zarr/journal')).filter((name) => name !== 'journal.json');
  const at = ['x.zarr/temp/c/2/_', 'x.zarr/temp/c/1/_', '_ledger/x.zarr/journal/_', `_ledger/x.zarr/journal/${copy}/_`];
  for (const path of at) {
    const place = dirname(join(folder, path));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `.~co-${pid.toString(36)}-half`), 'half');
  }
  await storeIn(folders).begin();
  expect(files()).toEqual(before);
  expect(existsSync(join(folder, '_ledger/x.zarr/journal'))).toBe(false);
});

it('so do those of a first create, and its folders', async () => {
  const storage = new LocalStorage(folder);
  const folders = { dataset: withRoot(storage, 'x.zarr/'), ledger: withRoot(storage, '_ledger/x.zarr/') };
  await (await storeIn(folders).begin()).announce({ created: ['temp/c/0'], replaced: [], removed: [] });
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  mkdirSync(join(folder, 'x.zarr/temp/c'), { recursive: true });
  writeFileSync(join(folder, 'x.zarr/temp/c', `.~co-${pid.toString(36)}-half`), 'half');
  await storeIn(folders).begin();
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
    '_ledger',
    '_ledger/x.zarr',
    'x.zarr',
  ]);
});
