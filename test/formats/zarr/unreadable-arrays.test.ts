import { describe, expect, it } from 'vitest';
import { readCube, zarrReader } from '../../../src/formats/zarr/index.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

const GOOD = { zarr_format: 2, shape: [2], chunks: [2], dtype: '<i4', fill_value: 7, order: 'C', filters: null };
const good = { ...GOOD, compressor: null };
const odd = {
  wave: { ...good, dtype: '<c8', fill_value: null },
  packed: { ...good, compressor: { id: 'newest' } },
  filled: { ...good, fill_value: 'none' },
};

async function storageOf(layout: 'consolidated' | 'folders' | 'v3'): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const put = (key: string, document: unknown) => storage.put(key, Buffer.from(JSON.stringify(document)));
  const dims = { _ARRAY_DIMENSIONS: ['x'] };
  const arrays = Object.entries({ good, ...odd, nameless: good });
  const attributes = (name: string) => (name === 'nameless' ? {} : dims);
  if (layout === 'v3') {
    const v3 = { zarr_format: 3, node_type: 'array', shape: [2], fill_value: 0, codecs: [{ name: 'bytes' }] };
    const grid = { chunk_grid: { name: 'regular', configuration: { chunk_shape: [2] } } };
    const node = { ...v3, ...grid, chunk_key_encoding: { name: 'default' }, data_type: 'int8' };
    await put('zarr.json', { zarr_format: 3, node_type: 'group' });
    await put('good/zarr.json', { ...node, dimension_names: ['x'] });
    await put('wave/zarr.json', { ...node, dimension_names: ['x'], data_type: 'complex64' });
    await put('packed/zarr.json', { ...node, dimension_names: ['x'], codecs: [{ name: 'bytes' }, { name: 'newest' }] });
    await put('filled/zarr.json', { ...node, dimension_names: ['x'], fill_value: 'none' });
    await put('nameless/zarr.json', node);
  } else if (layout === 'folders') {
    await put('.zgroup', { zarr_format: 2 });
    for (const [name, array] of arrays) await put(`${name}/.zarray`, array);
    for (const [name] of arrays) await put(`${name}/.zattrs`, attributes(name));
  } else {
    const documents = arrays.flatMap(([name, array]) => [
      [`${name}/.zarray`, array],
      [`${name}/.zattrs`, attributes(name)],
    ]);
    await put('.zmetadata', { zarr_consolidated_format: 1, metadata: Object.fromEntries(documents) });
  }
  return storage;
}

describe.each(['consolidated', 'folders', 'v3'] as const)('arrays that cannot be read, %s', (layout) => {
  it('are listed with their dimensions, and throw when they are read', async () => {
    const storage = await storageOf(layout);
    const dataset = await zarrReader.open({ uri: 'memory://x.zarr', storage, key: '' }, {});
    expect([...dataset.variables.keys()].sort()).toEqual(['filled', 'good', 'nameless', 'packed', 'wave']);
    expect(await dataset.variables.get('good')?.read()).toHaveLength(2);
    const features = { wave: /complex64|<c8/, packed: /'newest'/, filled: /fill_value "none"/, nameless: /no names/ };
    for (const [name, feature] of Object.entries(features)) {
      const variable = dataset.variables.get(name);
      expect([variable?.dimensions, variable?.shape]).toEqual(name === 'nameless' ? [[], []] : [['x'], [2]]);
      expect(variable?.unsupported).toMatch(feature);
      await expect(variable?.read()).rejects.toMatchObject({
        code: 'CO_FILE_UNSUPPORTED',
        fields: { uri: 'memory://x.zarr', variable: name, feature: expect.stringMatching(feature) },
      });
    }
  });

  it('are refused in a cube that is to be changed', async () => {
    await expect(readCube(await storageOf(layout))).rejects.toMatchObject({
      code: expect.stringMatching(/CO_ZARR_METADATA|CO_CODEC_UNSUPPORTED/),
    });
  });
});
