import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../src/model/attributes.js';
import type { NumericArray } from '../../../src/model/data-type.js';
import { sizeOf } from '../../../src/model/dataset.js';
import { bytesOf, expected, fixture, openBytes, readAll } from './open-fixture.js';

const TYPE_OF: Record<string, string> = {
  int8: 'Int8Array',
  int16: 'Int16Array',
  int32: 'Int32Array',
  int64: 'BigInt64Array',
  uint8: 'Uint8Array',
  uint16: 'Uint16Array',
  uint32: 'Uint32Array',
  uint64: 'BigUint64Array',
  float32: 'Float32Array',
  float64: 'Float64Array',
  char: 'Uint8Array',
};

function plain(attributes: Attributes) {
  const entries = [...attributes].map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value
      : { array: (value as NumericArray).constructor.name, bytes: bytesOf(value).toString('hex') },
  ]);
  return Object.fromEntries(entries);
}

function expectedPlain(attributes: (typeof expected)[string]['attributes']) {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : { array: TYPE_OF[value.type], bytes: value.bytes },
  ]);
  return Object.fromEntries(entries);
}

describe.each(Object.entries(expected))('%s', (name, file) => {
  test('F04 F05 has the variables that netCDF4-python reads, to the byte', async () => {
    const dataset = await openBytes(fixture(name));
    expect([...dataset.variables.keys()]).toEqual(Object.keys(file.variables));
    for (const [variableName, wanted] of Object.entries(file.variables)) {
      const variable = dataset.variables.get(variableName);
      const values = (await variable?.read()) as NumericArray;
      expect(variable).toMatchObject({ type: wanted.type, dimensions: wanted.dimensions, shape: wanted.shape });
      expect(values.constructor.name).toBe(TYPE_OF[wanted.type]);
      expect(values.length).toBe(sizeOf(wanted.shape));
      expect(createHash('md5').update(bytesOf(values)).digest('hex'), variableName).toBe(wanted.md5);
    }
  });

  test('has the attributes that netCDF4-python reads', async () => {
    const dataset = await openBytes(fixture(name));
    expect(plain(dataset.attributes)).toEqual(expectedPlain(file.attributes));
    for (const { name, attributes } of dataset.variables.values())
      expect(plain(attributes), name).toEqual(expectedPlain(file.variables[name]?.attributes ?? {}));
  });

  test('has the dimensions that its variables use', async () => {
    const dataset = await openBytes(fixture(name));
    for (const { dimensions, shape } of dataset.variables.values())
      dimensions.forEach((dimension, axis) => {
        expect(dataset.dimensions.get(dimension)).toBe(shape[axis]);
      });
    await dataset.close();
    await dataset.close();
  });
});

describe('a file whose writer was streaming', () => {
  const streaming = (name: string) => {
    const bytes = fixture(name);
    return bytes.fill(0xff, 4, bytes[3] === 5 ? 12 : 8);
  };
  const files = Object.keys(expected).filter((name) => !name.includes('no-records'));

  test.each(files)('%s has as many records as the file is long', async (name) => {
    expect(await readAll(await openBytes(streaming(name)))).toEqual(await readAll(await openBytes(fixture(name))));
  });

  test.each(files)('F07 %s is refused where it ends within a record', async (name) => {
    const bytes = streaming(name);
    const cut = bytes.subarray(0, bytes.length - (name.includes('everything') ? 20 : 4));
    await expect(openBytes(cut)).rejects.toMatchObject({ code: 'CO_FILE_TRUNCATED' });
  });
});

test('F05 bytes are signed', async () => {
  const dataset = await openBytes(fixture('cdf1-everything.nc'));
  const values = (await dataset.variables.get('fixed_i1')?.read()) as Int8Array;
  expect([...values].slice(0, 2)).toEqual([-128, 127]);
});

test('refuses an empty file', async () => {
  await expect(openBytes(new Uint8Array())).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
});

test('refuses what is no NetCDF-3 file, and versions that are none', async () => {
  await expect(openBytes(Buffer.from('\x89HDF\r\n\x1a\n'))).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
  const bytes = fixture('cdf1-everything.nc');
  bytes[3] = 3;
  await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
});
