import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { netcdf3Reader } from '../../src/formats/netcdf3/index.js';
import type { NumericArray } from '../../src/model/data-type.js';
import { LocalStorage } from '../../src/storage/local-storage.js';

const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON;
const data = process.env.CLOUD_OPTIMISED_TEST_DATA;

/** Digests of each variable's stored bytes, as netCDF4-python reads them. */
const SCRIPT = `
import hashlib, json, sys, netCDF4, numpy
with netCDF4.Dataset(sys.argv[1]) as file:
    file.set_auto_maskandscale(False)
    file.set_auto_chartostring(False)
    digest = lambda a: hashlib.md5(a.astype(a.dtype.newbyteorder("<")).tobytes()).hexdigest()
    print(json.dumps({n: [list(v.shape), digest(numpy.ascontiguousarray(v[...]))] for n, v in file.variables.items()}))
`;

function isNetcdf3(path: string): boolean {
  const file = openSync(path, 'r');
  const magic = Buffer.alloc(3);
  readSync(file, magic, 0, 3, 0);
  closeSync(file);
  return magic.toString('latin1') === 'CDF';
}

function filesIn(folder: string): [string, string][] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.nc') && isNetcdf3(folder + name));
  return names.map((name) => [name, folder]);
}

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const files = [
  ...filesIn(local('../../samples/argo/')),
  ...filesIn(local('../fixtures/netcdf3/')),
  ...(data ? filesIn(`${data}/netcdf/`) : []),
];

describe.skipIf(!python)('NetCDF-3 files', () => {
  test.each(files)('F04 F05 %s is what netCDF4-python reads', async (name, folder) => {
    const wanted = JSON.parse(execFileSync(python ?? '', ['-c', SCRIPT, folder + name], { encoding: 'utf8' }));
    const storage = new LocalStorage(folder);
    const dataset = await netcdf3Reader.open({ uri: `file://${folder}${name}`, storage, key: name }, {});
    const found: Record<string, unknown> = {};
    for (const variable of dataset.variables.values()) {
      const { buffer, byteOffset, byteLength } = (await variable.read()) as NumericArray;
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      found[variable.name] = [variable.shape, createHash('md5').update(bytes).digest('hex')];
    }
    await dataset.close();
    expect(found).toEqual(wanted);
  });
});
