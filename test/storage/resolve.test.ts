import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createStorageResolver,
  MemoryStorage,
  parseAddress,
  s3OptionsFromS3fs,
  withRoot,
} from '../../src/storage/index.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { listAll } from './conformance.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('addresses', () => {
  const local = (path: string) => ({ kind: 'local', path });
  it.each([
    ['a/b.nc', local('/cwd/a/b.nc')],
    ['./a/../b.nc', local('/cwd/b.nc')],
    ['../b.nc', local('/b.nc')],
    ['/data/out/', local('/data/out/')],
    ['/', local('/')],
    ['2020-01-01T00:00.nc', local('/cwd/2020-01-01T00:00.nc')],
    ['a%20b#c?.nc', local('/cwd/a%20b#c?.nc')],
    ['file:///data/a%20b.nc', local('/data/a b.nc')],
    ['file:/data/x', local('/data/x')],
    ['file://localhost/data/x', local('/data/x')],
    ['s3://bucket/a/b%20c d+e.nc', { kind: 's3', bucket: 'bucket', key: 'a/b%20c d+e.nc' }],
    ['S3://bucket', { kind: 's3', bucket: 'bucket', key: '' }],
    ['s3://bucket/a/', { kind: 's3', bucket: 'bucket', key: 'a/' }],
    ['memory://m/x', { kind: 'memory', bucket: 'm', key: 'x' }],
    [
      'https://h:8443/a/b%20c.nc?x=1',
      { kind: 'http', origin: 'https://h:8443', authorization: undefined, key: 'a/b%20c.nc?x=1' },
    ],
  ])('%s', (uri, address) => expect(parseAddress(uri, '/cwd')).toEqual(address));

  it.each([
    '',
    's3://',
    's3:///x',
    's3:/bucket/x',
    'http:/x',
    'gs://bucket/x',
    'ftp://h/x',
    'file://other/x',
    'a\0b',
    'https://',
    's3://k:s@b/x',
  ])('refuses %j', (uri) =>
    expect(() => parseAddress(uri, '/cwd')).toThrow(expect.objectContaining({ code: 'CO_STORAGE_URI_INVALID' })),
  );

  it('X03 tells no credentials of an address that it refuses', () => {
    expect(() => parseAddress('s3://KEY:SECRET@bucket/x', '/')).toThrow(/^(?!.*SECRET)/);
    expect(() => parseAddress('ftp://user:SECRET@host/x', '/')).toThrow(/^(?!.*SECRET)/);
  });
});

describe('the resolver', () => {
  it('gives local files with plain absolute paths', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'co-resolve-'));
    await writeFile(join(folder, 'a b.nc'), 'hello');
    const resolver = createStorageResolver({ cwd: folder });
    const found = await resolver.resolve('a b.nc');
    expect(found.uri).toBe(join(folder, 'a b.nc'));
    expect(found.storage.root).toBe('file:///');
    expect(await found.storage.get(found.key)).toEqual(bytesOf('hello'));
    const dataset = await resolver.resolve('out/ds.parquet/');
    expect(dataset.uri).toBe(`${join(folder, 'out/ds.parquet')}/`);
    const output = withRoot(dataset.storage, dataset.key);
    await output.put('year=2020/x', bytesOf('x'));
    expect((await listAll(output, '')).map(({ key }) => key)).toEqual(['year=2020/x']);
    await output.delete(['year=2020/x']);
    expect(await output.listFolders('')).toEqual([]);
    await rm(folder, { recursive: true });
    await resolver.close();
  });

  it('gives the same memory to everyone who names it', async () => {
    const memory = { given: new MemoryStorage('given') };
    const resolver = createStorageResolver({ memory });
    const one = await resolver.resolve('memory://m/a');
    await one.storage.put(one.key, bytesOf('x'));
    const two = await resolver.resolve('memory://m/b');
    expect(two.storage).toBe(one.storage);
    expect(two.uri).toBe('memory://m/b');
    expect((await resolver.resolve('memory://other/a')).storage).not.toBe(one.storage);
    expect((await resolver.resolve('memory://given/a')).storage).toBe(memory.given);
  });

  it('P09 one configured client lists, reads, writes and deletes a bucket', async () => {
    const input = await startS3Server({ buckets: ['raw'], accessKeyId: 'INPUT' });
    const output = await startS3Server({ buckets: ['out'], accessKeyId: 'OUTPUT' });
    const optionsOf = ({ endpoint, accessKeyId, secretAccessKey }: typeof input) => ({
      endpoint,
      accessKeyId,
      secretAccessKey,
    });
    const buckets = { raw: optionsOf(input) };
    const resolver = createStorageResolver({ s3: optionsOf(output), buckets });
    input.put('raw', 'a.nc', 'hello');
    const source = await resolver.resolve('s3://raw/a.nc');
    const target = await resolver.resolve('s3://out/ds/part-0');
    expect((await resolver.resolve('s3://out/other')).storage).toBe(target.storage);
    await target.storage.put(target.key, (await source.storage.get(source.key)) ?? new Uint8Array(0));
    expect(output.keys('out')).toEqual(['ds/part-0']);
    expect((await listAll(target.storage, 'ds/')).map(({ key }) => key)).toEqual(['ds/part-0']);
    await target.storage.delete([target.key]);
    expect(output.keys('out')).toEqual([]);
    expect(output.counters.DeleteObjects).toBe(1);
    await resolver.close();
    await Promise.all([input.close(), output.close()]);
  });

  it('shares one storage of an origin, but not between credentials', async () => {
    const resolver = createStorageResolver();
    const [a, b, c] = await Promise.all(
      ['http://h/a', 'http://h/b', 'http://u:p@h/a'].map((uri) => resolver.resolve(uri)),
    );
    expect(a?.storage).toBe(b?.storage);
    expect(a?.storage).not.toBe(c?.storage);
    expect(c?.uri).toBe('http://h/a');
  });
});

describe('a view below a prefix', () => {
  it.each(['..', '../x', 'a/../..', 'a//b', '/a'])('X02 is not made for %j', (prefix) => {
    expect(() => withRoot(new MemoryStorage(), prefix)).toThrow(
      expect.objectContaining({ code: 'CO_STORAGE_KEY_ESCAPES' }),
    );
  });

  it('takes only what is in the folder, not its namesakes', async () => {
    const storage = new MemoryStorage();
    await storage.put('a.zarr/x', bytesOf('1'));
    await storage.put('a.zarr2/x', bytesOf('2'));
    const view = withRoot(storage, 'a.zarr');
    expect((await listAll(view, '')).map(({ key }) => key)).toEqual(['x']);
    expect(view.root).toBe('memory://memory/a.zarr/');
  });
});

describe('options written for s3fs', () => {
  it('are mapped', () => {
    const s3fs = {
      key: 'K',
      secret: 'S',
      token: 'T',
      anon: false,
      profile: null,
      use_ssl: false,
      client_kwargs: { endpoint_url: 'http://minio:9000', region_name: 'ap-southeast-2', verify: false },
      config_kwargs: { s3: { addressing_style: 'path' }, max_pool_connections: 30 },
      default_cache_type: null,
      default_fill_cache: false,
    };
    expect(s3OptionsFromS3fs(s3fs)).toEqual({
      options: {
        accessKeyId: 'K',
        secretAccessKey: 'S',
        sessionToken: 'T',
        anonymous: false,
        endpoint: 'http://minio:9000',
        region: 'ap-southeast-2',
        forcePathStyle: true,
        connections: 30,
      },
      ignored: ['client_kwargs.verify', 'default_fill_cache'],
    });
  });

  it('take the scheme of a bare endpoint from use_ssl', () => {
    expect(s3OptionsFromS3fs({ endpoint_url: 'minio:9000', use_ssl: false }).options.endpoint).toBe(
      'http://minio:9000',
    );
    expect(s3OptionsFromS3fs({ endpoint_url: 'minio:9000' }).options.endpoint).toBe('https://minio:9000');
    expect(s3OptionsFromS3fs({ endpoint_url: 'http://minio:9000' }).options.endpoint).toBe('http://minio:9000');
  });

  it('that have the wrong type, or no meaning here, are named', () => {
    const { options, ignored } = s3OptionsFromS3fs({
      key: 3,
      anon: 'yes',
      cache_regions: true,
      s3_additional_kwargs: { ACL: 'x' },
    });
    expect(options).toEqual({});
    expect(ignored).toEqual(['key', 'anon', 'cache_regions', 's3_additional_kwargs.ACL']);
  });
});
