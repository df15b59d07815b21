/**
 * What a web server's answers mean, and bodies that are whole.
 *
 * @module
 */
import type { ByteRange } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { rangeLength, rangeOffset, shortRead } from './byte-range.js';
import { redactText } from './redact.js';

const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A failure that another try may not meet. */
export class TransientHttpFailure extends Error {
  override readonly name = 'TransientHttpFailure';

  /** The coded error, once no try is left. `got` of `wanted` bytes is a short read, the rest a failed request. */
  toCoded(uri: string): CloudOptimisedError {
    return new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason: this.message }, { cause: this });
  }
}

/** A body that ended before its length. */
export class ShortBody extends TransientHttpFailure {
  readonly #offset: number;
  readonly #wanted: number;
  readonly #got: number;

  constructor(offset: number, wanted: number, got: number) {
    super(`${got} of ${wanted} bytes came`);
    this.#offset = offset;
    this.#wanted = wanted;
    this.#got = got;
  }

  override toCoded(uri: string): CloudOptimisedError {
    return shortRead(uri, this.#offset, this.#wanted, this.#got);
  }
}

/** `fetch` says only "fetch failed"; why is in the cause. No cause is kept, since it may hold headers or the full URL. */
export function failureOf(error: unknown): TransientHttpFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new TransientHttpFailure(redactText(text));
}

export function isTransientFailure(error: unknown): boolean {
  return error instanceof TransientHttpFailure;
}

/** Lets the connection go on without the body. */
export async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

function refusalOf({ status, statusText }: Response, uri: string): Error {
  if (TRANSIENT_STATUS.has(status)) return new TransientHttpFailure(`the server answered ${status} ${statusText}`);
  if (status === 401 || status === 403)
    return new CloudOptimisedError('CO_STORAGE_ACCESS_DENIED', { uri, action: 'read' });
  const reason = `the server answered ${status} ${statusText}`.trim();
  return new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason });
}

/** Whether there is such a file. @throws for every answer other than yes and no */
export async function isFound(response: Response, uri: string): Promise<boolean> {
  if (response.ok) return true;
  await discard(response);
  if (response.status === 404 || response.status === 410) return false;
  throw refusalOf(response, uri);
}

/** The length that the answer's head promises; `undefined` where it is unknown, or that of an encoded body. */
export function promisedLength({ headers }: Response): number | undefined {
  const encoding = headers.get('content-encoding');
  const length = headers.get('content-length');
  const isPlain = encoding === null || encoding === 'identity';
  return isPlain && length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}

async function readAll(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw failureOf(error);
  }
}

/** The whole body, or `undefined` where there is no such file. */
export async function readBody(response: Response, uri: string): Promise<Uint8Array | undefined> {
  if (!(await isFound(response, uri))) return undefined;
  const promised = promisedLength(response);
  const bytes = await readAll(response);
  if (promised !== undefined && bytes.length !== promised) throw new ShortBody(0, promised, bytes.length);
  return bytes;
}

/** Which bytes of how many an answer holds. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly size: number | undefined;
}

/** `bytes 0-99/1234`, or `/*` where the size is not known (RFC 9110 §14.4). */
export function parseContentRange(response: Response): ContentRange | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (match === null) return undefined;
  const [, start, end, size] = match;
  return { start: Number(start), end: Number(end), size: size === '*' ? undefined : Number(size) };
}

/** A 206 with other bytes than those asked for is either the end of the file or a broken server. */
async function readPart(response: Response, range: ByteRange, uri: string): Promise<Uint8Array> {
  const part = parseContentRange(response);
  const wanted = rangeLength(range, uri);
  if (part === undefined) {
    await discard(response);
    const reason = 'the server gave a part of the file without saying which';
    throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason });
  }
  const got = part.end - part.start + 1;
  const isSuffix = 'suffix' in range && part.size !== undefined && part.end === part.size - 1;
  const isPlace = 'suffix' in range ? isSuffix : part.start === range.offset;
  if (!isPlace || got !== wanted) {
    await discard(response);
    throw shortRead(uri, part.start, wanted, isPlace ? Math.min(got, wanted) : 0);
  }
  const bytes = await readAll(response);
  if (bytes.length !== wanted) throw new ShortBody(part.start, wanted, bytes.length);
  return bytes;
}

/** Reads the body as far as the range goes, and no further. */
async function readUntil(response: Response, end: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece);
      length += piece.length;
      if (length >= end) break;
    }
  } catch (error) {
    throw failureOf(error);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** A server may ignore `Range` and answer 200 with the whole file: the range is cut out of it. */
async function cutFromWhole(response: Response, range: ByteRange, uri: string): Promise<Uint8Array> {
  const wanted = rangeLength(range, uri);
  const promised = promisedLength(response);
  const bytes = 'suffix' in range ? await readAll(response) : await readUntil(response, range.offset + wanted);
  const isWhole = 'suffix' in range || bytes.length < range.offset + wanted;
  if (isWhole && promised !== undefined && bytes.length !== promised) throw new ShortBody(0, promised, bytes.length);
  const offset = rangeOffset(range, bytes.length);
  const cut = bytes.slice(offset, offset + wanted);
  if (cut.length !== wanted) throw shortRead(uri, offset, wanted, cut.length);
  return cut;
}

/** 416: the file ends before the range begins. */
async function rangeRefused(response: Response, range: ByteRange, uri: string): Promise<never> {
  await discard(response);
  const wanted = rangeLength(range, uri);
  throw shortRead(uri, 'offset' in range ? range.offset : 0, wanted, 0);
}

/** A reader of exactly `range` from the answer to a request for it; `undefined` where there is no such file. */
export function readRange(range: ByteRange) {
  return async (response: Response, uri: string): Promise<Uint8Array | undefined> => {
    if (response.status === 416) return await rangeRefused(response, range, uri);
    if (!(await isFound(response, uri))) return undefined;
    return response.status === 206 ? await readPart(response, range, uri) : await cutFromWhole(response, range, uri);
  };
}
