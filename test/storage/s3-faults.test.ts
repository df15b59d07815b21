import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { S3Options } from '../../src/storage/index.js';
import { S3Storage } from '../../src/storage/s3-storage.js';
import { type Fault, type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';
import { listAll } from './conformance.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

let server: S3TestServer;
let opened: S3Storage[];

beforeEach(async () => {
  server = await startS3Server();
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((storage) => storage.close()));
  await server.close();
});

function open(options: S3Options = {}, bucket = 'test'): S3Storage {
  const { endpoint, accessKeyId, secretAccessKey } = server;
  const storage = new S3Storage(bucket, { endpoint, accessKeyId, secretAccessKey, retryDelay: 1, ...options });
  opened.push(storage);
  return storage;
}

const TRANSIENT: [string, Fault][] = [
  ['500 InternalError', { status: 500, code: 'InternalError' }],
  ['502', { status: 502 }],
  ['503 SlowDown', { status: 503, code: 'SlowDown' }],
  ['429', { status: 429, code: 'TooManyRequests' }],
  ['400 RequestTimeout', { status: 400, code: 'RequestTimeout' }],
  ['a broken connection', { reset: true }],
  ['a lost answer', { lostResponse: true }],
];

describe('transient failures of S3', () => {
  it.each(TRANSIENT)('after %s, every operation is tried again', async (_, fault) => {
    const storage = open();
    server.put('test', 'a/one', 'hello');
    server.addFault({ ...fault, operation: 'GetObject', times: 3 });
    expect(textOf(await storage.get('a/one'))).toBe('hello');
    server.addFault({ ...fault, operation: 'GetObject' });
    expect(textOf(await storage.getRange('a/one', { offset: 1, length: 2 }))).toBe('el');
    server.addFault({ ...fault, operation: 'ListObjectsV2' });
    expect(await listAll(storage, 'a/')).toHaveLength(1);
    server.addFault({ ...fault, operation: 'PutObject' });
    await storage.put('a/two', bytesOf('x'));
    server.addFault({ ...fault, operation: 'DeleteObjects' });
    await storage.delete(['a/one', 'a/two']);
    expect(server.keys('test')).toEqual([]);
  });

  it.each(TRANSIENT)('after %s, a conditional put that took effect is not reported as failed', async (_, fault) => {
    const storage = open();
    server.addFault({ ...fault, operation: 'PutObject' });
    const first = await storage.put('c', bytesOf('1'), { ifAbsent: true });
    server.addFault({ ...fault, operation: 'PutObject' });
    const second = await storage.put('c', bytesOf('2'), { ifMatch: first.etag ?? '' });
    expect(textOf(server.get('test', 'c'))).toBe('2');
    expect((await storage.head('c'))?.etag).toBe(second.etag);
    const stale = storage.put('c', bytesOf('3'), { ifMatch: first.etag ?? '' });
    await expect(stale).rejects.toMatchObject({ code: 'CO_STORAGE_PRECONDITION' });
  });

  it('a rival with the same bytes wins, and the repeated put of the other is refused', async () => {
    server.addFault({ operation: 'PutObject', delay: 100, reset: true });
    const ours = open().put('lock', bytesOf('same'), { ifAbsent: true });
    const refused = expect(ours).rejects.toMatchObject({ code: 'CO_STORAGE_PRECONDITION' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await open().put('lock', bytesOf('same'), { ifAbsent: true });
    await refused;
    expect(server.counters.PutObject).toBe(3);
  });

  it('exactly one of many wins although answers are lost', async () => {
    server.addFault({ operation: 'PutObject', lostResponse: true, times: 10 });
    const puts = Array.from({ length: 20 }, (_, i) => open().put('race', bytesOf(`${i}`), { ifAbsent: true }));
    const outcomes = await Promise.allSettled(puts);
    const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [`${i}`] : []));
    expect(winners).toEqual([textOf(server.get('test', 'race'))]);
  });

  it('a body that breaks off is read again, and never given in part', async () => {
    const data = new Uint8Array(randomBytes(300_000));
    server.put('test', 'big', data);
    server.addFault({ operation: 'GetObject', truncateBody: 100_000, times: 2 });
    const got = await open().get('big');
    expect(Buffer.compare(got ?? new Uint8Array(0), data)).toBe(0);
    server.addFault({ operation: 'GetObject', truncateBody: 100, times: 99 });
    const read = open({ attempts: 2 }).getRange('big', { offset: 0, length: 1000 });
    await expect(read).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
  });

  it('a server that never answers is given up after the time-out', async () => {
    server.put('test', 'a', 'hello');
    server.addFault({ operation: 'GetObject', stall: true });
    expect(textOf(await open({ timeout: 200 }).get('a'))).toBe('hello');
  });

  it('tries are bounded', async () => {
    server.addFault({ operation: 'PutObject', status: 503, code: 'SlowDown', times: 1000 });
    const put = open({ attempts: 4 }).put('x', bytesOf('x'));
    await expect(put).rejects.toMatchObject({
      code: 'CO_STORAGE_FAILED',
      fields: { action: 'write', uri: 's3://test/x' },
    });
    expect(server.counters.PutObject).toBe(4);
  });

  it('what will not get better is not tried again', async () => {
    server.addFault({ operation: 'PutObject', status: 400, code: 'InvalidRequest', times: 1000 });
    await expect(open().put('x', bytesOf('x'))).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    expect(server.counters.PutObject).toBe(1);
  });

  it('a full store is named as such, and not tried again', async () => {
    server.addFault({ operation: 'PutObject', status: 403, code: 'QuotaExceeded' });
    server.addFault({ operation: 'PutObject', status: 507, code: 'InsufficientStorage' });
    await expect(open().put('x', bytesOf('x'))).rejects.toMatchObject({ code: 'CO_STORAGE_FULL' });
    await expect(open().put('x', bytesOf('x'))).rejects.toMatchObject({ code: 'CO_STORAGE_FULL' });
    expect(server.counters.PutObject).toBe(2);
  });
});

describe('deletes in batches', () => {
  it('asks for 1000 keys at a time', async () => {
    const keys = Array.from({ length: 2001 }, (_, i) => `k/${i}`);
    for (const key of keys) server.put('test', key, 'x');
    await open().delete(keys);
    expect(server.keys('test')).toEqual([]);
    expect(server.counters.DeleteObjects).toBe(3);
  });

  it('asks again for the keys that failed for the moment', async () => {
    for (const key of ['a', 'b', 'c']) server.put('test', key, 'x');
    server.addFault({ operation: 'DeleteObjects', failKeys: ['b', 'c'], code: 'InternalError' });
    await open().delete(['a', 'b', 'c']);
    expect(server.keys('test')).toEqual([]);
  });

  it('names a key that may not be deleted', async () => {
    for (const key of ['a', 'b']) server.put('test', key, 'x');
    server.addFault({ operation: 'DeleteObjects', failKeys: ['b'], code: 'AccessDenied' });
    const error = { code: 'CO_STORAGE_ACCESS_DENIED', fields: { uri: 's3://test/b', action: 'delete' } };
    await expect(open().delete(['a', 'b'])).rejects.toMatchObject(error);
    expect(server.keys('test')).toEqual(['b']);
  });
});

describe('puts in parts', () => {
  const multipartBytes = 5 * 2 ** 20;
  const data = new Uint8Array(randomBytes(11 * 2 ** 20));
  const isWhole = () => Buffer.compare(server.get('test', 'large') ?? new Uint8Array(0), data) === 0;

  it('puts each part, and the object appears with the last request', async () => {
    const info = await open({ multipartBytes }).put('large', data);
    expect(info.etag).toMatch(/-3$/);
    expect(server.counters).toMatchObject({ CreateMultipartUpload: 1, UploadPart: 3, CompleteMultipartUpload: 1 });
    expect(isWhole()).toBe(true);
  });

  it('survives failing parts and a lost completion', async () => {
    server.addFault({ operation: 'UploadPart', status: 500, times: 2 });
    server.addFault({ operation: 'UploadPart', lostResponse: true, skip: 2 });
    server.addFault({ operation: 'CompleteMultipartUpload', lostResponse: true });
    const info = await open({ multipartBytes }).put('large', data);
    expect(isWhole()).toBe(true);
    expect((await open().head('large'))?.etag).toBe(info.etag);
  });

  it('leaves nothing behind when it fails', async () => {
    server.addFault({ operation: 'UploadPart', status: 403, code: 'AccessDenied', skip: 1, times: 99 });
    const put = open({ multipartBytes }).put('large', data);
    await expect(put).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
    expect(server.keys('test')).toEqual([]);
    expect(server.uploads('test')).toBe(0);
  });

  it('puts large objects on a condition in one request, where the condition is checked', async () => {
    await open({ multipartBytes }).put('large', data, { ifAbsent: true });
    expect(server.counters.UploadPart).toBeUndefined();
    expect(isWhole()).toBe(true);
  });
});

describe('who may do what', () => {
  const actions: [string, (storage: S3Storage) => Promise<unknown>][] = [
    ['read', (storage) => storage.get('x')],
    ['read', (storage) => storage.getRange('x', { offset: 0, length: 1 })],
    ['read', (storage) => storage.head('x')],
    ['list', (storage) => listAll(storage, '')],
    ['list', (storage) => storage.listFolders('')],
    ['write', (storage) => storage.put('x', bytesOf('x'))],
    ['write', (storage) => storage.put('x', bytesOf('x'), { ifAbsent: true })],
    ['delete', (storage) => storage.delete(['x'])],
  ];

  it.each(actions)('X03 wrong credentials are refused and not told (%s, %#)', async (action, act) => {
    const secrets = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
      sessionToken: 'tok-en-1234',
    };
    const error = await act(open(secrets)).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED', fields: { action } });
    const { inspect } = await import('node:util');
    const told = inspect(error, { depth: 20, showHidden: true });
    for (const secret of Object.values(secrets)) expect(told).not.toContain(secret);
    expect(told).not.toMatch(/signature=[0-9a-f]{8}/i);
  });

  it('a wrong secret is refused', async () => {
    const error = { code: 'CO_STORAGE_ACCESS_DENIED' };
    await expect(open({ secretAccessKey: 'wrong' }).get('x')).rejects.toMatchObject(error);
  });

  it('half a pair of credentials is refused, whatever the environment has', async () => {
    const { endpoint } = server;
    const storage = new S3Storage('test', { endpoint, accessKeyId: 'TESTKEY' });
    await expect(storage.get('x')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
  });

  it.each(actions)('a bucket that is gone is named (%s, %#)', async (_, act) => {
    const error = { code: 'CO_STORAGE_NOT_FOUND', fields: { uri: 's3://gone/' } };
    await expect(act(open({}, 'gone'))).rejects.toMatchObject(error);
  });

  it('public buckets are read unsigned', async () => {
    const open2 = await startS3Server({ allowAnonymous: true, accessKeyId: 'NOBODY' });
    open2.put('test', 'a', 'hello');
    const storage = new S3Storage('test', { endpoint: open2.endpoint, anonymous: true });
    expect(textOf(await storage.get('a'))).toBe('hello');
    expect(await listAll(storage, '')).toHaveLength(1);
    await storage.close();
    await open2.close();
    const refused = new S3Storage('test', { endpoint: server.endpoint, anonymous: true });
    await expect(refused.get('a')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
  });
});

describe('what others have written', () => {
  it('keys with empty parts and folder marks are listed, read and deleted', async () => {
    const keys = ['a//b', 'back\\slash', 'folder/'];
    for (const key of keys) server.put('test', key, 'x');
    const storage = open();
    expect((await listAll(storage, '')).map(({ key }) => key)).toEqual(keys);
    for (const key of keys) expect(textOf(await storage.get(key))).toBe('x');
    await storage.delete(keys);
    expect(server.keys('test')).toEqual([]);
  });
});
