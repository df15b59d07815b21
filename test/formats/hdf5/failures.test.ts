import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocal } from './describe-dataset.js';
import { fixture } from './fixtures.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hdf5-failures-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('files that are not what they should be', () => {
  it('F02 a missing file is refused', async () => {
    await expect(openLocal(join(folder, 'missing.nc'))).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });

  it('F02 a folder is refused', async () => {
    await expect(openLocal(folder)).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });

  it('an empty file is refused', async () => {
    const path = await written('empty.nc', new Uint8Array());
    await expect(openLocal(path)).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
  });

  it('a file of another format is refused with its first bytes', async () => {
    const path = await written('other.nc', Buffer.from('CDF\x01\0\0\0\x05 and more'));
    await expect(openLocal(path)).rejects.toMatchObject({
      code: 'CO_FORMAT_MISMATCH',
      fields: { expected: 'HDF5', found: 'CDF\\x01\\x00\\x00\\x00\\x05' },
    });
  });

  it.each(['types.nc', 'latest.h5', 'filters.h5', 'user-block.h5'])(
    'F07 %s cut off anywhere is refused, with both lengths where its superblock is whole',
    async (name) => {
      const bytes = await readFile(fixture(name));
      const start = bytes.indexOf('\x89HDF\r\n\x1a\n', 0, 'latin1');
      for (let size = start + 8; size < bytes.length; size += Math.ceil(bytes.length / 97)) {
        const path = await written('cut.h5', bytes.subarray(0, size));
        const error = await openLocal(path).catch((caught: unknown) => caught);
        expect(error, `${size} bytes`).toMatchObject({ code: 'CO_FILE_TRUNCATED', fields: { size } });
        if (size > start + 64) expect(error).toMatchObject({ fields: { wanted: bytes.length } });
      }
    },
  );
});

describe('variables that cannot be read', () => {
  it('F01 a variable whose filter is missing throws, and its neighbours are still read', async () => {
    const dataset = await openLocal(fixture('missing-filter.h5'));
    await expect(dataset.variables.get('lzf')?.read()).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      fields: { variable: 'lzf', feature: "the filter 'lzf' (number 32000)" },
    });
    expect(await dataset.variables.get('readable')?.read()).toEqual(BigInt64Array.of(0n, 1n, 2n, 3n, 4n));
    await dataset.close();
  });

  it('F01 a damaged chunk throws, naming the variable and the cause', async () => {
    const bytes = await readFile(fixture('filters.h5'));
    const dataset = await openLocal(fixture('filters.h5'));
    const names = [...dataset.variables.keys()].filter((name) => name.startsWith('fletcher32'));
    const first = await dataset.variables.get('fletcher32_f4')?.read();
    await dataset.close();
    const at = bytes.indexOf(Buffer.from((first as Float32Array).slice(0, 5).buffer));
    bytes[at + 4] = 0xff ^ (bytes[at + 4] ?? 0);
    const damaged = await openLocal(await written('damaged.h5', bytes));
    await expect(damaged.variables.get('fletcher32_f4')?.read()).rejects.toMatchObject({
      code: 'CO_FILE_CORRUPT',
      fields: { reason: expect.stringMatching(/variable '\/fletcher32_f4' cannot be read: .*filter/) },
    });
    expect(names.length).toBeGreaterThan(1);
    expect(await damaged.variables.get('deflate_f4')?.read()).toHaveLength(143);
    await damaged.close();
  });

  it.each([
    ['compound', 'a compound type'],
    ['opaque', 'an opaque type'],
    ['array', 'an array type'],
    ['references', 'references'],
    ['ragged', 'values of variable length'],
    ['float16', '16-bit floating point'],
    ['long_double', '128-bit floating point'],
    ['null', 'a null dataspace, which has no value'],
    ['big_enumeration', 'a big-endian enumeration'],
    ['bits', 'a bit field'],
    ['virtual', 'virtual storage in other files'],
  ])('%s is listed, and reading it throws', async (name, feature) => {
    const dataset = await openLocal(fixture('unsupported.h5'));
    await expect(dataset.variables.get(name)?.read()).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      fields: { variable: name, feature },
    });
    await dataset.close();
  });

  it('an n-bit filter, whose sign bits the library does not restore, is refused', async () => {
    const dataset = await openLocal(fixture('nbit.h5'));
    await expect(dataset.variables.get('twelve_bits')?.read()).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
    await dataset.close();
  });

  it('an attribute that is neither text nor numbers throws only for those who ask for it', async () => {
    const dataset = await openLocal(fixture('unsupported.h5'));
    const variable = dataset.variables.get('odd_attribute');
    expect(await variable?.read()).toEqual(Int32Array.of(0, 1, 2));
    expect(() => variable?.attributes).toThrow(expect.objectContaining({ code: 'CO_FILE_UNSUPPORTED' }));
    await dataset.close();
  });

  it('F07 a length that no memory could hold is refused, and the variable is read by regions', async () => {
    const dataset = await openLocal(fixture('huge-length.h5'));
    const variable = dataset.variables.get('filled');
    expect(variable?.shape).toEqual([2 ** 40]);
    await expect(variable?.read()).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
    await expect(dataset.variables.get('texts')?.read()).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
    expect(await variable?.read({ start: [1], count: [3] })).toEqual(Float32Array.of(2, -5, -5));
    await dataset.close();
  });

  it('a region outside of the variable, and a read after closing, throw', async () => {
    const dataset = await openLocal(fixture('plain.h5'));
    const row = dataset.variables.get('row');
    for (const region of [
      { start: [3], count: [2] },
      { start: [-1], count: [1] },
      { start: [], count: [] },
    ]) {
      await expect(row?.read(region)).rejects.toMatchObject({ code: 'CO_UNEXPECTED' });
    }
    await dataset.close();
    await dataset.close();
    await expect(row?.read()).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
  });
});

describe('links', () => {
  it('a group that contains itself is listed once', async () => {
    const dataset = await openLocal(fixture('cycle.h5'));
    expect([...dataset.variables.keys()]).toEqual(['again/value']);
    await dataset.close();
  });

  it.each(['external-link.h5', 'dangling-link.h5'])('%s is refused', async (name) => {
    await expect(openLocal(fixture(name))).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
  });

  it('no file but the opened one is read, even where external storage names it', async () => {
    expect(existsSync('package.json')).toBe(true);
    const dataset = await openLocal(fixture('external-storage.h5'));
    await expect(dataset.variables.get('passwords')?.read()).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
    await dataset.close();
  });
});
