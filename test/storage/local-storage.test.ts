import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalStorage, uriOf } from '../../src/storage/index.js';
import { toLocalError } from '../../src/storage/local-errors.js';
import { lockPath, withFileLock } from '../../src/storage/local-lock.js';
import { describeStorage, listAll } from './conformance.js';
import { buildScript, INCREMENT, PUT_FOR_EVER } from './local-process.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const keysOf = async (storage: LocalStorage, prefix: string) => (await listAll(storage, prefix)).map(({ key }) => key);

describeStorage('local disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'co-local-'));
  return { storage: new LocalStorage(folder), release: () => rm(folder, { recursive: true, force: true }) };
});

describeStorage(
  'local disk with fsync',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'co-fsync-'));
    const storage = new LocalStorage(folder, { fsync: true });
    return { storage, release: () => rm(folder, { recursive: true, force: true }) };
  },
  { manyObjects: 50 },
);

describe('local disk', () => {
  let folder: string;
  let storage: LocalStorage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'co-disk-'));
    storage = new LocalStorage(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has plain paths as addresses, also with odd characters', () => {
    const odd = new LocalStorage(join(folder, 'a b#é'));
    expect(odd.root).toMatch(/a%20b%23/);
    expect(uriOf(odd, 'x y.nc')).toBe(join(folder, 'a b#é', 'x y.nc'));
  });

  it.runIf(existsSync('/proc/self'))('ends where the file system lets no folder be made', async () => {
    const nowhere = new LocalStorage('/proc/cloud-optimised/x');
    const put = nowhere.put('a/b.json', bytesOf('{}'));
    await expect(put).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    await expect(put).rejects.toThrow("'/proc/cloud-optimised'");
  });

  it('makes no folder where a file is in the way', async () => {
    await storage.put('way', bytesOf('a file'));
    await expect(storage.put('way/of/x', bytesOf('x'))).rejects.toThrow();
    expect(textOf(await storage.get('way'))).toBe('a file');
  });

  it('lists no temporary file, and no failed put leaves one', async () => {
    await mkdir(join(folder, 'temp/dir-in-the-way'), { recursive: true });
    await writeFile(join(folder, 'temp/.~co-left'), 'left by a killed process');
    const put = storage.put('temp/dir-in-the-way', bytesOf('x'));
    await expect(put).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    const absent = storage.put('temp/one', bytesOf('x'), { ifMatch: 'none' });
    await expect(absent).rejects.toMatchObject({ code: 'CO_STORAGE_PRECONDITION' });
    expect(await keysOf(storage, 'temp/')).toEqual([]);
    expect((await readdir(join(folder, 'temp'))).sort()).toEqual(['.~co-left', 'dir-in-the-way']);
  });

  it('an object is whole while a process puts it and after that is killed, and nothing else is listed', async () => {
    const place = join(folder, 'kill');
    await mkdir(place);
    const script = await buildScript(place, PUT_FOR_EVER);
    const child = spawn(process.execPath, [script, place]);
    await once(child.stdout, 'data');
    const expectWhole = async () => {
      const big = await storage.get('kill/big');
      expect(Buffer.compare(big ?? new Uint8Array(0), Buffer.alloc(8 * 2 ** 20, big?.[0]))).toBe(0);
    };
    for (let reads = 0; reads < 30; reads++) await expectWhole();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expectWhole();
    expect(await keysOf(storage, 'kill/')).toEqual(['kill/big']);
  });

  it('F03 a file cut short between listing and reading is not padded', async () => {
    const info = await storage.put('cut/one', bytesOf('0123456789'));
    await truncate(join(folder, 'cut/one'), 4);
    const read = storage.getRange('cut/one', { offset: 0, length: info.size });
    await expect(read).rejects.toMatchObject({ code: 'CO_STORAGE_SHORT_READ', fields: { wanted: 10, got: 4 } });
  });

  it('deletes remove the folders that they empty, and no other', async () => {
    await storage.put('tree/a/b/c/1', bytesOf('1'));
    await storage.put('tree/a/2', bytesOf('2'));
    await storage.delete(['tree/a/b/c/1']);
    expect(existsSync(join(folder, 'tree/a/b'))).toBe(false);
    expect(textOf(await storage.get('tree/a/2'))).toBe('2');
    await storage.below('tree').delete(['a/2']);
    expect(await readdir(join(folder, 'tree'))).toEqual([]);
  });

  it('keeps emptied folders, if told so', async () => {
    const keeping = new LocalStorage(folder, { removeEmptyFolders: false });
    await keeping.put('keep/one', bytesOf('1'));
    await keeping.delete(['keep/one']);
    expect(existsSync(join(folder, 'keep'))).toBe(true);
  });

  it('puts go on while deletes remove the folders under them', async () => {
    const rounds = Array.from({ length: 40 }, async (_, i) => {
      await storage.put(`churn/x/y/${i}`, bytesOf('x'));
      await storage.delete([`churn/x/y/${i}`]);
    });
    await Promise.all(rounds);
    expect(await keysOf(storage, 'churn/')).toEqual([]);
  });

  it('follows links, but not in circles', async () => {
    await storage.put('link/real/one', bytesOf('1'));
    await symlink(join(folder, 'link/real'), join(folder, 'link/alias'));
    await symlink(join(folder, 'link'), join(folder, 'link/real/up'));
    await symlink('nowhere', join(folder, 'link/dangling'));
    const keys = await keysOf(storage, 'link/');
    expect(keys).toContain('link/alias/one');
    expect(keys).toContain('link/real/one');
    expect(keys.length).toBeLessThan(10);
    await storage.put('link/alias-file', bytesOf('2'));
    await storage.delete(['link/alias-file']);
    expect(textOf(await storage.get('link/real/one'))).toBe('1');
  });

  it('a named pipe is no file, and reading it does not wait for ever', async () => {
    await mkdir(join(folder, 'pipe'), { recursive: true });
    spawnSync('mkfifo', [join(folder, 'pipe/fifo')]);
    await expect(storage.get('pipe/fifo')).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    expect(await keysOf(storage, 'pipe/')).toEqual([]);
  });

  it('a file whose name is not UTF-8 is not passed over in silence', async () => {
    await mkdir(join(folder, 'latin'), { recursive: true });
    await writeFile(Buffer.concat([Buffer.from(`${folder}/latin/`), Buffer.from([0xe9]), Buffer.from('.nc')]), 'x');
    await expect(listAll(storage, 'latin/')).rejects.toThrow(/not UTF-8/);
  });

  it('says when it may not', async () => {
    await storage.put('denied/one', bytesOf('1'));
    await chmod(join(folder, 'denied'), 0o000);
    // Nothing is denied to root: as root, be somebody else for the while.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(storage.get('denied/one')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
      await expect(storage.put('denied/two', bytesOf('2'))).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
      await expect(listAll(storage, 'denied/')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(join(folder, 'denied'), 0o755);
    }
  });

  it.runIf(existsSync('/dev/full'))('says when no space is left', async () => {
    const { open } = await import('node:fs/promises');
    const full = await open('/dev/full', 'w');
    const error = await full.write(bytesOf('x')).catch((caught: unknown) => caught);
    await full.close();
    expect(toLocalError(error, '/data/x', 'write')).toMatchObject({
      code: 'CO_STORAGE_FULL',
      fields: { uri: '/data/x' },
    });
  });

  it('names system errors as what they mean', () => {
    const failed = (code: string) => toLocalError(Object.assign(new Error(code), { code }), '/x', 'write').code;
    expect(['EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EIO'].map(failed)).toEqual([
      'CO_STORAGE_FULL',
      'CO_STORAGE_ACCESS_DENIED',
      'CO_STORAGE_ACCESS_DENIED',
      'CO_STORAGE_ACCESS_DENIED',
      'CO_STORAGE_NOT_FOUND',
      'CO_STORAGE_FAILED',
    ]);
  });
});

describe('the lock of compare-and-swap', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'co-lock-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is taken over from a process that was killed', async () => {
    const path = join(folder, 'dead');
    const dead = spawnSync(process.execPath, ['-e', 'console.log(require("os").hostname(), process.pid)']);
    await writeFile(lockPath(path), `${dead.stdout.toString().trim()} token`);
    const began = Date.now();
    expect(await withFileLock(path, async () => 'done')).toBe('done');
    expect(Date.now() - began).toBeLessThan(5000);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over by one of many at a time, and the rest wait', async () => {
    const path = join(folder, 'many');
    await writeFile(lockPath(path), `${(await import('node:os')).hostname()} 4194999 token`);
    let inside = 0;
    let most = 0;
    const enter = () =>
      withFileLock(path, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside--;
      });
    await Promise.all(Array.from({ length: 20 }, enter));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps a counter right that several processes increment', { timeout: 60_000 }, async () => {
    const storage = new LocalStorage(folder);
    await storage.put('count', bytesOf('100000'));
    const script = await buildScript(folder, INCREMENT);
    const children = [1, 2, 3].map(() => spawn(process.execPath, [script, folder, '40'], { stdio: 'inherit' }));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('100120');
  });
});
