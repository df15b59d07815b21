import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/app/catalogue.js';
import { openStored, publishedFormats } from '../../src/app/published-openers.js';
import type { Storage } from '../../src/contracts/storage.js';
import { Ledger } from '../../src/engine/ledger/ledger.js';
import { type CatalogueEntry, listDatasets } from '../../src/query/catalogue.js';
import { createStorageResolver, MemoryStorage, withRoot } from '../../src/storage/index.js';
import { writeCube } from '../formats/zarr/write-cube.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';
import { storedValues, toCube } from './zarr/made-cube.js';
import { EPOCH_2000, type Made, regularGrid } from './zarr/made-grids.js';
import { watched } from './zarr/watched.js';

const DAY = 86_400_000_000_000n;

async function putCube(storage: Storage, folder: string, { cube }: Made): Promise<void> {
  const layout = { format: 3 as const, chunks: { TIME: 2, LATITUDE: 3, LONGITUDE: 5 } };
  await writeCube(withRoot(storage, folder), toCube(cube, layout), storedValues(cube));
}

async function putLedger(storage: Storage, folder: string, sizes: readonly number[]): Promise<void> {
  const ledger = await Ledger.open(withRoot(storage, folder));
  const entries = sizes.map((size, at) => ({
    ...{ source: `/in/${at}.nc`, size, version: '1', config: 'c', rows: 1, objects: [`TEMP/c/${at}`], dropped: {} },
  }));
  await ledger.commit('abc', { entries, forgotten: [], failures: [], removals: [] });
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function listed(storage: Storage, uri = 'memory://made'): Promise<CatalogueEntry[]> {
  const open = (name: string) => openStored({ uri: `${uri}/${name}`, storage, key: name });
  return await collect(listDatasets({ storage, uri, open }, publishedFormats));
}

describe('a catalogue', () => {
  it('tells title, rows, extents and sources of each dataset, and lists no objects of theirs', async () => {
    const memory = new MemoryStorage('made');
    await putCube(memory, 'sst.zarr', regularGrid({ seed: 1 }));
    await putLedger(memory, '_ledger/sst.zarr', [100, 23]);
    await putCube(memory, 'plain.zarr', regularGrid({ seed: 2, west: -190 }));
    await memory.put('notes/readme.txt', new Uint8Array(1));
    await memory.put('.zarr/x', new Uint8Array(1));
    await memory.put('file.zarr', new Uint8Array(1));
    const { storage, requests } = watched(memory);
    const common = {
      format: 'zarr',
      title: 'Made',
      rows: 11 * 9 * 14,
      temporalExtentFrom: 'values',
      spatialExtentFrom: 'values',
    };
    const temporalExtent = { start: EPOCH_2000, end: EPOCH_2000 + 5n * DAY };
    expect(await listed(storage)).toEqual([
      {
        ...common,
        name: 'plain',
        uri: 'memory://made/plain.zarr',
        temporalExtent,
        spatialExtent: { west: 170, south: -80, east: -105.5, north: 80 },
      },
      {
        ...{ ...common, name: 'sst', uri: 'memory://made/sst.zarr', temporalExtent, sources: 2, sourceBytes: 123 },
        spatialExtent: { west: 150, south: -80, east: -125.5, north: 80 },
      },
    ]);
    const listings = requests.map(({ key }) => key).filter((key) => /^(list|folders) /.test(key));
    expect(listings.sort()).toEqual(['folders ', 'folders _ledger/', 'list _ledger/sst.zarr/batches/']);
    const data = requests.map(({ key }) => key).filter((key) => /\/c\//.test(key));
    expect(data.every((key) => /\/(TIME|LATITUDE|LONGITUDE)\//.test(key))).toBe(true);
  });

  it('names what is broken, and goes on', async () => {
    const memory = new MemoryStorage('made');
    await putCube(memory, 'a.zarr', regularGrid({ seed: 1 }));
    await memory.put('b.zarr/zarr.json', new TextEncoder().encode('{"zarr_format": 3'));
    await putCube(memory, 'c.zarr', regularGrid({ seed: 1 }));
    await memory.put('_ledger/c.zarr/batches/000000001-a.json', new TextEncoder().encode('{'));
    await memory.put('d.parquet/x=1/nothing.txt', new Uint8Array(1));
    await putCube(memory, 'e.zarr', regularGrid({ seed: 1 }));
    await memory.put('e.zarr/TIME/c/0', new TextEncoder().encode('damaged'));
    await putCube(memory, 'f.zarr', regularGrid({ seed: 1 }));
    const found = await listed(memory);
    expect(found.map(({ name, error }) => [name, error?.code])).toEqual([
      ['a', undefined],
      ['b', 'CO_ZARR_METADATA'],
      ['c', expect.stringMatching(/^CO_LEDGER_UNREADABLE|^CO_/)],
      ['d', 'CO_DATASET_UNKNOWN'],
      ['e', 'CO_ZARR_CHUNK'],
      ['f', undefined],
    ]);
    expect(found[1]?.error?.message).toContain('b.zarr/zarr.json');
    expect(found[2]).toMatchObject({ rows: 11 * 9 * 14, title: 'Made' });
  });

  it('is refused where nothing can be listed', async () => {
    const listing = collect(catalogue('https://127.0.0.1:1/datasets'));
    await expect(listing).rejects.toMatchObject({ code: 'CO_CATALOGUE_UNLISTED' });
  });

  it('is empty where there is nothing', async () => {
    expect(await collect(catalogue('/nowhere/at/all'))).toEqual([]);
  });
});

describe('on S3', () => {
  let server: S3TestServer;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server.close());

  it('has more than a thousand datasets, by few listings', async () => {
    const group = JSON.stringify({
      zarr_format: 3,
      node_type: 'group',
      attributes: { title: 'T' },
      consolidated_metadata: { kind: 'inline', metadata: {} },
    });
    for (let at = 0; at < 1003; at++) {
      server.put('test', `deep/er/d${String(at).padStart(4, '0')}.zarr/zarr.json`, group);
      server.put('test', `deep/er/d${String(at).padStart(4, '0')}.zarr/a/c/0`, 'x');
    }
    const { endpoint, accessKeyId: key, secretAccessKey: secret } = server;
    const s3Options = { key, secret, client_kwargs: { endpoint_url: endpoint, region_name: 'us-east-1' } };
    server.resetCounters();
    const found = await collect(catalogue('s3://test/deep/er/', { s3Options }));
    expect([found.length, found[0]?.name, found.at(-1)?.uri]).toEqual([1003, 'd0000', 's3://test/deep/er/d1002.zarr']);
    expect(found.filter(({ error, title }) => error || title !== 'T')).toEqual([]);
    // A page holds 1,000 folders; that of the ledgers has none.
    expect(server.counters.ListObjectsV2).toBe(2 + 1);
  }, 120_000);
});

describe('on disk', () => {
  it('takes relative folders, with a slash or without', async () => {
    const resolver = createStorageResolver();
    const { storage, key } = await resolver.resolve('/tmp');
    const name = `co-catalogue-${process.pid}`;
    const folder = withRoot(storage, `${key}/${name}`);
    try {
      await putCube(folder, 'made.zarr', regularGrid({ seed: 3 }));
      for (const prefix of [name, `./${name}/`]) {
        const [entry] = await collect(catalogue(prefix, { workingFolder: '/tmp' }));
        expect(entry).toMatchObject({ name: 'made', uri: `/tmp/${name}/made.zarr`, rows: 11 * 9 * 14 });
      }
    } finally {
      for await (const { key } of folder.list('')) await folder.delete([key]);
      await resolver.close();
    }
  });
});
