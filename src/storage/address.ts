/**
 * Reading paths and addresses.
 *
 * @module
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { redactUri } from './redact.js';

/** Where an address lies: the store, and the key in it. `bucket` is a memory storage's name too. */
export type Address =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 's3' | 'memory'; readonly bucket: string; readonly key: string }
  | {
      readonly kind: 'http';
      readonly origin: string;
      readonly authorization: string | undefined;
      readonly key: string;
    };

function invalid(uri: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_STORAGE_URI_INVALID', { uri: redactUri(uri), reason });
}

function parseUrl(uri: string): URL {
  try {
    return new URL(uri);
  } catch {
    throw invalid(uri, 'it is not a URL');
  }
}

/** `path.resolve` takes the last slash off, which in a prefix says "this folder and not its namesakes". */
function localAddress(path: string, cwd: string, uri: string): Address {
  if (path === '') throw invalid(uri, 'it is empty');
  if (path.includes('\0')) throw invalid(uri, 'it has a NUL in it');
  const absolute = resolve(cwd, path);
  return { kind: 'local', path: path.endsWith('/') && absolute !== '/' ? `${absolute}/` : absolute };
}

function fileAddress(uri: string): Address {
  const { host } = parseUrl(uri);
  if (host !== '' && host !== 'localhost') throw invalid(uri, `'${host}' is another machine`);
  try {
    return localAddress(fileURLToPath(uri), '/', uri);
  } catch {
    throw invalid(uri, 'it is no path on this machine');
  }
}

function bucketAddress(kind: 's3' | 'memory', uri: string): Address {
  const rest = uri.slice(`${kind}://`.length);
  const end = rest.indexOf('/');
  const bucket = end < 0 ? rest : rest.slice(0, end);
  if (bucket === '') throw invalid(uri, 'it names no bucket');
  if (bucket.includes('@')) throw invalid(uri, 'credentials do not belong in an address');
  if (!/^[A-Za-z0-9._-]+$/.test(bucket)) throw invalid(uri, `'${bucket}' cannot be the name of a bucket`);
  return { kind, bucket, key: end < 0 ? '' : rest.slice(end + 1) };
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function httpAddress(uri: string): Address {
  const url = parseUrl(uri);
  return {
    kind: 'http',
    origin: url.origin,
    authorization: basicAuthorization(url),
    key: (url.pathname + url.search).slice(1),
  };
}

/**
 * Takes an address apart: a local path (relative to `cwd`), `file:`, `s3://bucket/key`, `memory://name/key`, `http(s)://`.
 * Keys of s3 and memory are plain text, never percent-decoded; those of http stay encoded, and keep their query.
 *
 * @throws CO_STORAGE_URI_INVALID
 */
export function parseAddress(uri: string, cwd: string): Address {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === 'file' || /^file:\//i.test(uri)) return fileAddress(uri);
  if (scheme === 's3' || scheme === 'memory') return bucketAddress(scheme, uri);
  if (scheme === 'http' || scheme === 'https') return httpAddress(uri);
  if (scheme !== undefined) throw invalid(uri, `'${scheme}:' is not supported`);
  if (/^(?:s3a?|https?|memory):/i.test(uri)) throw invalid(uri, "two slashes must follow its ':'");
  return localAddress(uri, cwd, uri);
}

/** The address of a key as people write it: a plain absolute path on local disk, else the root's address and the key. */
export function uriOf(storage: Storage, key: string): string {
  const isLocal = storage.root.startsWith('file:');
  return isLocal ? fileURLToPath(storage.root) + key : redactUri(storage.root + key);
}
