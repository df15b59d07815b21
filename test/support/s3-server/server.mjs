/**
 * An S3 server in this process, on loopback, for tests: it checks signatures, keeps conditions, lists by pages, and meets
 * requests with the faults that a test asks for. `server.d.mts` describes it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Failure } from './failure.mjs';
import { FaultList } from './faults.mjs';
import { MUTATIONS, operationOf, perform } from './operations.mjs';
import { checkSignature, decodeChunks } from './signature.mjs';
import { ObjectStore } from './store.mjs';
import { document, element } from './xml.mjs';

const DEFAULTS = {
  port: 0,
  buckets: ['test'],
  accessKeyId: 'TESTKEY',
  secretAccessKey: 'test-secret',
  allowAnonymous: false,
  ifMatchForm: 'either',
};

async function readAll(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The bucket stands in the path; S3 keys may hold anything, so the path is cut before it is decoded. */
function parse(request, url, raw) {
  const [, bucket = '', ...rest] = (request.url ?? '').split('?')[0].split('/');
  const { method, headers } = request;
  const isChunked = /^STREAMING-/.test(String(headers['x-amz-content-sha256'] ?? ''));
  const parsed = {
    method,
    headers,
    bucket: decodeURIComponent(bucket),
    key: rest.map(decodeURIComponent).join('/'),
    query: url.searchParams,
    body: isChunked ? decodeChunks(raw) : raw,
  };
  return { ...parsed, operation: operationOf(parsed) };
}

function answerOf(error) {
  if (!(error instanceof S3Failure)) return answerOf(new S3Failure(500, 'InternalError', String(error)));
  const inner = element('Code', error.code) + element('Message', error.message);
  const body = Buffer.from(document('Error', inner).replace(/ xmlns="[^"]*"/, ''));
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body };
}

class S3TestServer {
  counters = {};
  mutations = 0;
  #faults = new FaultList();
  #options;
  #store;
  #server;

  constructor(options) {
    this.#options = { ...DEFAULTS, ...options };
    this.#store = new ObjectStore(this.#options.ifMatchForm);
    for (const bucket of this.#options.buckets) this.#store.createBucket(bucket);
    this.#server = createServer((request, response) => this.#handle(request, response));
  }

  async start() {
    this.#server.listen(this.#options.port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = this.#server.address().port;
    this.endpoint = `http://127.0.0.1:${this.port}`;
    return this;
  }

  get accessKeyId() {
    return this.#options.accessKeyId;
  }

  get secretAccessKey() {
    return this.#options.secretAccessKey;
  }

  addFault(fault) {
    this.#faults.add(fault);
  }

  clearFaults() {
    this.#faults.clear();
  }

  resetCounters() {
    this.counters = {};
    this.mutations = 0;
  }

  createBucket(name) {
    this.#store.createBucket(name);
  }

  deleteBucket(name) {
    this.#store.deleteBucket(name);
  }

  put(bucket, key, data) {
    this.#store.put(bucket, key, Buffer.from(data), {});
  }

  get(bucket, key) {
    return this.#store.bucket(bucket).objects.get(key)?.data;
  }

  keys(bucket) {
    return [...this.#store.bucket(bucket).sortedKeys()];
  }

  uploads(bucket) {
    return this.#store.bucket(bucket).uploads.size;
  }

  async #handle(request, response) {
    try {
      const raw = await readAll(request);
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (url.pathname.startsWith('/-/')) return this.#control(url.pathname, raw, response);
      await this.#serve(request, url, raw, response);
    } catch {
      response.destroy();
    }
  }

  async #serve(request, url, raw, response) {
    let parsed;
    try {
      parsed = parse(request, url, raw);
    } catch (error) {
      return send(response, request.method, answerOf(error), undefined);
    }
    this.counters[parsed.operation] = (this.counters[parsed.operation] ?? 0) + 1;
    const fault = this.#faults.take(parsed);
    if (fault?.delay !== undefined) await sleep(fault.delay);
    if (fault?.reset) return request.socket.destroy();
    if (fault?.stall) return;
    const answer = await this.#answer(request, url, raw, parsed, fault);
    if (fault?.lostResponse) return request.socket.destroy();
    send(response, request.method, answer, fault?.truncateBody);
  }

  async #answer(request, url, raw, parsed, fault) {
    try {
      checkSignature(request, url, raw, this.#options);
      if (fault?.status !== undefined) throw new S3Failure(fault.status, fault.code ?? 'InternalError', fault.message);
      if (!MUTATIONS.has(parsed.operation)) return perform(this.#store, parsed);
      return await this.#mutate(parsed, fault);
    } catch (error) {
      return answerOf(error);
    }
  }

  /** A batch's delete may fail for some keys alone. */
  async #mutate(parsed, fault) {
    const event = { operation: parsed.operation, bucket: parsed.bucket, key: parsed.key };
    await this.#options.beforeMutation?.(event);
    const spared = new Map(
      (fault?.failKeys ?? []).map((key) => [key, this.#store.bucket(parsed.bucket).objects.get(key)]),
    );
    const answer = perform(this.#store, parsed);
    this.mutations++;
    await this.#options.afterMutation?.(event);
    return spared.size === 0 ? answer : this.#restore(parsed.bucket, spared, fault.code ?? 'InternalError');
  }

  #restore(bucket, spared, code) {
    const failed = [...spared].filter(([, object]) => object !== undefined);
    for (const [key, object] of failed) this.#store.bucket(bucket).set(key, object);
    const errors = failed.map(
      ([key]) => `<Error>${element('Key', key)}${element('Code', code)}${element('Message', code)}</Error>`,
    );
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from(document('DeleteResult', errors.join(''))),
    };
  }

  /** For tests that run the server in a process of its own: GET /-/state, POST /-/faults, POST /-/reset. */
  #control(path, raw, response) {
    if (path === '/-/faults')
      this.addFault(JSON.parse(raw.toString(), (name, value) => (name === 'key' ? new RegExp(value) : value)));
    if (path === '/-/reset') {
      this.clearFaults();
      this.resetCounters();
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ counters: this.counters, mutations: this.mutations }));
  }

  async close() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close').catch(() => undefined);
  }
}

function send(response, method, { status, headers, body = Buffer.alloc(0) }, truncateBody) {
  const length = headers['content-length'] ?? String(body.length);
  response.writeHead(status, {
    'x-amz-request-id': 'test',
    ...headers,
    ...(status !== 204 && { 'content-length': length }),
  });
  if (method === 'HEAD') return response.end();
  if (truncateBody === undefined) return response.end(body);
  response.write(body.subarray(0, truncateBody), () => response.destroy());
}

/** Starts a server; `close()` it when done. */
export async function startS3Server(options = {}) {
  return await new S3TestServer(options).start();
}
