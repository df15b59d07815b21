import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { netcdf3Reader } from '../../src/formats/netcdf3/index.js';
import { decodeVariable } from '../../src/model/cf/decode-variable.js';
import { textDimensions } from '../../src/model/cf/text.js';
import type { NumericArray } from '../../src/model/data-type.js';
import type { Dataset } from '../../src/model/dataset.js';
import { lengthOf, valueAt } from '../../src/model/table/column.js';
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

/** Each variable's values as xarray decodes them: nulls, floats, texts, and times as nanoseconds by their fields. */
const DECODE = `
import datetime, json, math, sys, warnings, numpy, xarray
warnings.simplefilter("ignore")
EPOCH = datetime.datetime(1970, 1, 1)
def plain(value):
    if isinstance(value, bytes): return value.decode("utf-8")
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(int(value.astype("datetime64[ns]").astype("i8")))
    if hasattr(value, "calendar"):
        f = value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
        since = datetime.datetime(*f) - EPOCH
        total = (since.days * 86400 + since.seconds) * 10**9 + since.microseconds * 1000
        return str(total) if abs(total) < 2**63 else None
    if value is None or value != value: return None
    return float(value)
with xarray.open_dataset(sys.argv[1], decode_timedelta=False) as file:
    print(json.dumps({n: [list(v.dims), [plain(x) for x in v.values.ravel()]] for n, v in file.variables.items()}))
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

async function open(name: string, folder: string): Promise<Dataset> {
  return netcdf3Reader.open({ uri: `file://${folder}${name}`, storage: new LocalStorage(folder), key: name }, {});
}

function run(script: string, ...options: string[]): string {
  return execFileSync(python ?? '', ['-c', script, ...options], { encoding: 'utf8', maxBuffer: 2 ** 30 });
}

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const files = [
  ...filesIn(local('../../samples/argo/')),
  ...filesIn(local('../fixtures/netcdf3/')),
  ...(data ? filesIn(`${data}/netcdf/`) : []),
];

describe.skipIf(!python)('NetCDF-3 files', () => {
  test.each(files)('F04 F05 %s is what netCDF4-python reads', async (name, folder) => {
    const wanted = JSON.parse(run(SCRIPT, folder + name));
    const dataset = await open(name, folder);
    const found: Record<string, unknown> = {};
    for (const variable of dataset.variables.values()) {
      const { buffer, byteOffset, byteLength } = (await variable.read()) as NumericArray;
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      found[variable.name] = [variable.shape, createHash('md5').update(bytes).digest('hex')];
    }
    await dataset.close();
    expect(found).toEqual(wanted);
  });

  test.each(files.filter(([name]) => !name.startsWith('cdf')))('%s means what xarray decodes', async (name, folder) => {
    const wanted: Record<string, [string[], unknown[]]> = JSON.parse(run(DECODE, folder + name));
    const dataset = await open(name, folder);
    const options = { uri: dataset.uri, textDimensions: textDimensions(dataset) };
    expect([...dataset.variables.keys()].sort()).toEqual(Object.keys(wanted).sort());
    for (const variable of dataset.variables.values()) {
      const { column, dimensions } = await decodeVariable(variable, options);
      const [wantedDimensions, values] = wanted[variable.name] ?? [[], []];
      expect(dimensions).toEqual(wantedDimensions);
      expect(lengthOf(column)).toBe(values.length);
      const packed = variable.attributes.has('scale_factor');
      const wrong = values.findIndex((value, row) => !isSame(valueAt(column, row), value, packed));
      expect(wrong === -1 ? undefined : [variable.name, wrong, valueAt(column, wrong), values[wrong]]).toBeUndefined();
    }
    await dataset.close();
  });
});

test.skipIf(!python)('the script of the Argo sample gives its bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'argo-'));
  try {
    execFileSync(python ?? '', [local('../../scripts/make-argo-sample.py'), folder]);
    const made = readFileSync(join(folder, '2900999_prof.nc'));
    expect(made.equals(readFileSync(local('../../samples/argo/2900999_prof.nc')))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Times to the microsecond; unpacked numbers to float32, in which xarray computes where the factor is one. */
function isSame(ours: unknown, theirs: unknown, packed: boolean): boolean {
  if (ours === null || theirs === null) return ours === theirs;
  if (typeof ours === 'bigint') return Math.abs(Number(ours - BigInt(theirs as string))) < 1000;
  if (packed) return Math.abs((ours as number) - (theirs as number)) <= Math.abs(theirs as number) * 2 ** -22;
  return ours === theirs;
}
