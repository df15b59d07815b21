import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { zarrReader } from '../../../src/formats/zarr/index.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';
import { type DatasetTold, tellDataset } from './tell-dataset.js';

const folder = fileURLToPath(new URL('../../fixtures/zarr/', import.meta.url));
const expected = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as Record<string, DatasetTold>;

describe('stores that xarray wrote', () => {
  it.each(Object.keys(expected))('%s is read with all its values and attributes', async (name) => {
    const dataset = await zarrReader.open({ uri: folder + name, storage: new LocalStorage(folder), key: name }, {});
    expect(await tellDataset(dataset)).toEqual(expected[name]);
    await dataset.close();
  });
});
