/**
 * What a web server tells of a file without sending it.
 *
 * @module
 */
import type { ObjectInfo } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { discard, isFound, parseContentRange, promisedLength } from './http-response.js';

/** A weak tag says "much the same", which is not enough to tell versions apart. */
function etagOf(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? undefined : etag.replaceAll('"', '');
}

function modifiedOf(headers: Headers): number | undefined {
  const time = Date.parse(headers.get('last-modified') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function toInfo(key: string, { headers }: Response, size: number): ObjectInfo {
  return { key, size, etag: etagOf(headers), modified: modifiedOf(headers) };
}

/** Signed addresses are often signed for GET alone, and some servers do not know HEAD. */
const MAY_ALLOW_GET = new Set([400, 401, 403, 405, 501]);

/** Reads the answer to HEAD. Where it refuses, or leaves the size out, GET may do better. */
export function describeHead(key: string) {
  return async (response: Response, uri: string): Promise<ObjectInfo | undefined | 'ask for a byte'> => {
    if (MAY_ALLOW_GET.has(response.status)) {
      await discard(response);
      return 'ask for a byte';
    }
    if (!(await isFound(response, uri))) return undefined;
    const size = promisedLength(response);
    return size === undefined ? 'ask for a byte' : toInfo(key, response, size);
  };
}

/** The size in `bytes 0-0/1234`, that of an empty file with status 416, or of the whole where the range was ignored. */
function sizeIn(response: Response): number | undefined {
  if (response.status === 206) return parseContentRange(response)?.size;
  if (response.status !== 416) return promisedLength(response);
  return response.headers.get('content-range') === 'bytes */0' ? 0 : undefined;
}

/** Reads the answer to GET of the first byte. @throws CO_STORAGE_FAILED where the server does not tell the size */
export function describeByte(key: string) {
  return async (response: Response, uri: string): Promise<ObjectInfo | undefined> => {
    if (response.status !== 416 && !(await isFound(response, uri))) return undefined;
    await discard(response);
    const size = sizeIn(response);
    if (size !== undefined) return toInfo(key, response, size);
    const reason = 'the server does not tell the size of the file';
    throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason });
  };
}
