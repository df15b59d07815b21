import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpOptions, HttpStorage } from '../../src/storage/http-storage.js';
import { createStorageResolver } from '../../src/storage/index.js';
import { type Fault, startS3Server } from '../support/s3-server/server.mjs';
import { describeStorage, listAll } from './conformance.js';

const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

// An S3 server that lets anyone read is a good web server: ranges, tags, times.
describeStorage(
  'http',
  async () => {
    const server = await startS3Server({ allowAnonymous: true });
    const storage = new HttpStorage(`${server.endpoint}/test`);
    const seed = async (key: string, data: Uint8Array) => server.put('test', key, data);
    return { storage, seed, release: () => server.close() };
  },
  { writes: false },
);

describe('http', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener, options: HttpOptions = {}): Promise<HttpStorage> {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    return new HttpStorage(`http://127.0.0.1:${port}`, { retryDelay: 1, ...options });
  }

  const data = randomBytes(50_000);
  const ignoreRanges = (_: IncomingMessage, response: ServerResponse) => void response.end(data);

  it('cuts the range out where the server ignores it and gives all', async () => {
    const storage = await serve(ignoreRanges);
    expect(await storage.getRange('x', { offset: 100, length: 50 })).toEqual(new Uint8Array(data.subarray(100, 150)));
    expect(await storage.getRange('x', { suffix: 7 })).toEqual(new Uint8Array(data.subarray(-7)));
    const past = storage.getRange('x', { offset: 49_990, length: 11 });
    await expect(past).rejects.toMatchObject({ code: 'CO_STORAGE_SHORT_READ' });
  });

  it('F03 refuses a part that is not the one asked for', async () => {
    const storage = await serve((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-9/50000' }).end(data.subarray(0, 10));
    });
    const read = storage.getRange('x', { offset: 5, length: 10 });
    await expect(read).rejects.toMatchObject({ code: 'CO_STORAGE_SHORT_READ' });
    const unnamed = await serve((_, response) => void response.writeHead(206).end(data.subarray(0, 10)));
    await expect(unnamed.getRange('x', { offset: 0, length: 10 })).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
  });

  it('does not ask for compressed bodies, whose ranges and lengths would be others', async () => {
    let asked: string | undefined;
    const storage = await serve((request, response) => {
      asked = request.headers['accept-encoding'];
      response.end('x');
    });
    await storage.get('x');
    expect(asked).toBe('identity');
  });

  const FAULTS: [string, Fault][] = [
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a broken connection', { reset: true }],
    ['a body that breaks off', { truncateBody: 3 }],
  ];

  it.each(FAULTS)('tries again after %s, and gives up in the end', async (_, fault) => {
    const s3 = await startS3Server({ allowAnonymous: true });
    s3.put('test', 'a', 'hello');
    const storage = new HttpStorage(`${s3.endpoint}/test`, { retryDelay: 1, attempts: 3 });
    s3.addFault({ ...fault, method: 'GET', times: 2 });
    expect(textOf(await storage.get('a'))).toBe('hello');
    s3.addFault({ ...fault, method: 'GET', times: 99 });
    await expect(storage.getRange('a', { offset: 0, length: 5 })).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    expect(s3.counters.GetObject).toBe(6);
    await s3.close();
  });

  it.each([403, 405])('finds the size by GET where HEAD is answered with %i', async (status) => {
    const storage = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(status).end();
      else if (request.headers.range === undefined) response.end(data);
      else response.writeHead(206, { 'content-range': 'bytes 0-0/50000', etag: '"t"' }).end(data.subarray(0, 1));
    });
    expect(await storage.head('x')).toMatchObject({ key: 'x', size: 50_000, etag: 't' });
  });

  it('does not guess a size that the server does not tell', async () => {
    const storage = await serve((_, response) => {
      response.write('x');
      response.end('y');
    });
    await expect(storage.head('x')).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
    expect(textOf(await storage.get('x'))).toBe('xy');
  });

  it('says when it may not', async () => {
    const storage = await serve((_, response) => void response.writeHead(401).end());
    await expect(storage.get('x')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
    await expect(storage.head('x')).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
  });

  it('has no listings, and says so', async () => {
    const storage = await serve(ignoreRanges);
    await expect(listAll(storage, '')).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_LISTABLE' });
    await expect(storage.listFolders('')).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_LISTABLE' });
  });

  it('X02 refuses dots in disguise', async () => {
    const storage = await serve(ignoreRanges);
    for (const key of ['a/%2e%2e/b', '%2E%2E/b', 'a/.%2e/b', 'a%00b']) {
      await expect(storage.get(key), key).rejects.toMatchObject({ code: 'CO_STORAGE_KEY_ESCAPES' });
    }
  });

  it('X03 signs with what the address holds, and tells nothing of it', async () => {
    let seen: IncomingMessage | undefined;
    const storage = await serve((request, response) => {
      seen = request;
      response.writeHead(403).end();
    });
    const resolver = createStorageResolver();
    const { port } = new URL(storage.root);
    const address = `http://user:pass%40word@127.0.0.1:${port}/a/b.nc?X-Amz-Signature=abcdef&X-Amz-Credential=AKIA123&v=1`;
    const found = await resolver.resolve(address);
    const error = await found.storage.get(found.key).catch((caught: unknown) => caught);
    expect(seen?.headers.authorization).toBe(`Basic ${Buffer.from('user:pass@word').toString('base64')}`);
    expect(seen?.url).toBe('/a/b.nc?X-Amz-Signature=abcdef&X-Amz-Credential=AKIA123&v=1');
    expect(error).toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
    const told = inspect([error, found.uri, found.storage.root], { depth: 20 });
    for (const secret of ['pass', 'abcdef', 'AKIA123', 'user:']) expect(told).not.toContain(secret);
    expect(found.uri).toContain('v=1');
    await resolver.close();
  });

  it('X03 a server that cannot be reached leaks nothing either', async () => {
    const resolver = createStorageResolver({ http: { attempts: 2, retryDelay: 1 } });
    const found = await resolver.resolve('http://user:hunter22@127.0.0.1:9/x?sig=deadbeef&token=verysecret');
    const error = await found.storage.get(found.key).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CO_STORAGE_FAILED' });
    const told = inspect(error, { depth: 20, showHidden: true });
    for (const secret of ['hunter22', 'deadbeef', 'verysecret']) expect(told).not.toContain(secret);
  });
});
