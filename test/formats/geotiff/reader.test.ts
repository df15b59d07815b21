import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { geotiffReader } from '../../../src/formats/geotiff/index.js';
import { attributeNumber, attributeText } from '../../../src/model/attributes.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/geotiff/', import.meta.url));

interface Told {
  readonly x: number[];
  readonly y: number[];
  readonly type: string;
  readonly nodata: string | null;
  readonly bands: string[][];
}

const expected = JSON.parse(readFileSync(`${FIXTURES}expected.json`, 'utf8')) as Record<string, Told>;

async function open(name: string, options = {}): Promise<Dataset> {
  return geotiffReader.open(await createStorageResolver().resolve(FIXTURES + name), options);
}

async function openBytes(bytes: Uint8Array): Promise<Dataset> {
  const storage = new MemoryStorage('geotiff');
  await storage.put('a.tif', bytes);
  return geotiffReader.open({ uri: 'memory://geotiff/a.tif', storage, key: 'a.tif' }, {});
}

/** As rasterio's numbers print. */
async function numbersOf(dataset: Dataset, name: string): Promise<number[]> {
  return Array.from((await dataset.variables.get(name)?.read()) as ArrayLike<number>, Number);
}

describe('values', () => {
  it.each(Object.keys(expected))('of %s are those that GDAL reads', async (name) => {
    const told = expected[name] as Told;
    const dataset = await open(name);
    expect(await numbersOf(dataset, 'x')).toEqual(told.x);
    expect(await numbersOf(dataset, 'y')).toEqual(told.y);
    for (const [band, values] of told.bands.entries()) {
      const variable = dataset.variables.get(`band_${band + 1}`);
      expect(variable?.type).toBe(told.type);
      const wanted = values.map(Number);
      const rounded = told.type === 'float32' ? wanted.map(Math.fround) : wanted;
      expect(await numbersOf(dataset, `band_${band + 1}`)).toEqual(rounded);
      const fill = variable?.attributes.get('_FillValue');
      expect(fill === undefined ? null : Number(fill[0])).toEqual(told.nodata === null ? null : Number(told.nodata));
    }
  });

  it('are read by region', async () => {
    const dataset = await open('packed.tif', { variables: ['counts'] });
    const counts = dataset.variables.get('counts');
    expect(counts?.dimensions).toEqual(['band', 'y', 'x']);
    const all = (await counts?.read()) as Int16Array;
    const box = (await counts?.read({ start: [1, 2, 3], count: [1, 4, 5] })) as Int16Array;
    const wanted = Array.from({ length: 20 }, (_, i) => all[99 + (2 + Math.floor(i / 5)) * 11 + 3 + (i % 5)]);
    expect([...box]).toEqual(wanted);
    expect(await numbersOf(dataset, 'band')).toEqual([1, 2]);
  });

  it('have a step of time, where it is told', async () => {
    const time = { dimension: 'time', value: 19_844n, units: 'days since 1970-01-01' };
    const dataset = await open('bands.tif', { time, x: 'east', y: 'north', variables: ['r', 'g', 'b'] });
    expect(dataset.variables.get('g')?.dimensions).toEqual(['time', 'north', 'east']);
    expect(dataset.variables.get('g')?.shape).toEqual([1, 7, 5]);
    expect(await dataset.variables.get('time')?.read()).toEqual(BigInt64Array.of(19_844n));
    const corner = await dataset.variables.get('b')?.read({ start: [0, 6, 4], count: [1, 1, 1] });
    expect(Number(corner?.[0])).toBe(Number(expected['bands.tif']?.bands[2]?.at(-1)));
  });
});

describe('meaning', () => {
  it('keeps packing, names of bands and the reference system', async () => {
    const packed = await open('packed.tif');
    expect(attributeNumber(packed.variables.get('band_1')?.attributes ?? new Map(), 'scale_factor')).toBe(0.01);
    expect(attributeNumber(packed.variables.get('band_2')?.attributes ?? new Map(), 'add_offset')).toBe(-1);
    const sst = await open('sst_20240501_v1.tif');
    expect(attributeText(sst.variables.get('band_1')?.attributes ?? new Map(), 'long_name')).toBe(
      'sea surface temperature',
    );
    expect(attributeText(sst.variables.get('spatial_ref')?.attributes ?? new Map(), 'spatial_ref')).toBe('EPSG:4326');
    expect(attributeText(sst.variables.get('x')?.attributes ?? new Map(), 'units')).toBe('degrees_east');
    const projected = await open('bands.tif');
    expect(attributeText(projected.variables.get('spatial_ref')?.attributes ?? new Map(), 'spatial_ref')).toBe(
      'EPSG:32750',
    );
    expect(attributeText(projected.variables.get('spatial_ref')?.attributes ?? new Map(), 'GeoTransform')).toBe(
      '300000 30 0 7000000 0 -30',
    );
  });
});

describe('files that cannot be read', () => {
  it('refuses what has no regular grid, or other samples than numbers', async () => {
    await expect(open('rotated.tif')).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      message: expect.stringContaining('rotated'),
    });
    await expect(open('unplaced.tif')).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
    await expect(open('complex.tif')).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      message: expect.stringContaining('64-bit'),
    });
  });

  it('refuses another number of bands than there are names', async () => {
    await expect(open('bands.tif', { variables: ['r', 'g'] })).rejects.toMatchObject({ code: 'CO_VARIABLE_MISSING' });
    await expect(open('points.tif', { variables: ['a', 'b'] })).rejects.toMatchObject({ code: 'CO_VARIABLE_MISSING' });
  });

  it('refuses each truncation', async () => {
    const whole = readFileSync(`${FIXTURES}packed.tif`);
    for (let size = 0; size < whole.length - 1; size += 7) {
      const opened = openBytes(whole.subarray(0, size));
      const read = opened.then((dataset) => dataset.variables.get('band_1')?.read());
      await expect(read, `${size} of ${whole.length} bytes`).rejects.toMatchObject({
        code: expect.stringMatching(/^CO_FILE_/),
      });
    }
  });

  it('refuses what is no TIFF', async () => {
    await expect(openBytes(Buffer.from('no tiff at all, but long enough'))).rejects.toMatchObject({
      code: 'CO_FILE_CORRUPT',
    });
  });
});
