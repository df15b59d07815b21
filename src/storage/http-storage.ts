/**
 * Files of a web server as a storage that can only be read.
 *
 * @module
 */
import type { ByteRange, ObjectInfo, Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { rangeHeader, rangeLength } from './byte-range.js';
import { describeByte, describeHead } from './http-info.js';
import { failureOf, isTransientFailure, readBody, readRange, TransientHttpFailure } from './http-response.js';
import { checkKey } from './key.js';
import { redactUri } from './redact.js';
import { withRetries } from './retry.js';

export interface HttpOptions {
  /** Sent with every request; never shown in messages. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tries per request in all, the first included. Default 5. */
  readonly attempts?: number;
  /** Longest wait before the first retry, ms; it doubles from retry to retry, up to 20 s. Default 200. */
  readonly retryDelay?: number;
  /** Longest time for one request, ms. Default 300,000. */
  readonly timeout?: number;
}

const DEFAULTS = { attempts: 5, retryDelay: 200, timeout: 300_000 };

/** `%2e%2e` is `..` to a URL. What cannot be decoded stays as it is. */
function decodePath(path: string): string {
  return path.replaceAll(/%2e/gi, '.').replaceAll(/%00/g, '\0');
}

type ResponseUse<T> = (response: Response, uri: string) => Promise<T>;

/**
 * The files of one web server, by `fetch`. Keys are the paths of its URLs, encoded as they are there, with their query
 * if they have one. Server errors (5xx, 408, 429), broken connections and short bodies are tried again.
 */
export class HttpStorage implements Storage {
  readonly root: string;
  readonly supportsWrites = false;
  readonly supportsListing = false;
  readonly supportsConditionalPut = false;
  readonly #options: typeof DEFAULTS & HttpOptions;

  /** @param base address of a server or a folder on it, without credentials (those go into `options.headers`) */
  constructor(base: string, options: HttpOptions = {}) {
    const root = redactUri(base);
    this.root = root.endsWith('/') ? root : `${root}/`;
    this.#options = { ...DEFAULTS, ...options };
  }

  #uri(key: string): string {
    return redactUri(this.root + key);
  }

  /** The dots of a query (`?file=../x`) are the server's affair; those of the path could leave the root. */
  #urlOf(key: string): string {
    const [path = ''] = key.split('?');
    checkKey(decodePath(path), this.root, 'lenient');
    return this.root + key.replaceAll('#', '%23');
  }

  async #fetch(key: string, method: 'GET' | 'HEAD', range?: ByteRange): Promise<Response> {
    // Compressed on the way, a body's length and ranges would not be the file's.
    const headers = {
      ...this.#options.headers,
      'accept-encoding': 'identity',
      ...(range && { range: rangeHeader(range) }),
    };
    const url = this.#urlOf(key);
    const signal = AbortSignal.timeout(this.#options.timeout);
    try {
      return await fetch(url, { method, headers, signal });
    } catch (error) {
      throw failureOf(error);
    }
  }

  async #request<T>(
    key: string,
    method: 'GET' | 'HEAD',
    range: ByteRange | undefined,
    use: ResponseUse<T>,
  ): Promise<T> {
    const { attempts, retryDelay } = this.#options;
    try {
      return await withRetries({ attempts, delay: retryDelay }, isTransientFailure, async () => {
        const response = await this.#fetch(key, method, range);
        return await use(response, this.#uri(key));
      });
    } catch (error) {
      throw error instanceof TransientHttpFailure ? error.toCoded(this.#uri(key)) : error;
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return await this.#request(key, 'GET', undefined, readBody);
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const length = rangeLength(range, this.#uri(key));
    const bytes = length === 0 ? await this.#nothingOf(key) : await this.#request(key, 'GET', range, readRange(range));
    if (bytes === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: this.#uri(key) });
    return bytes;
  }

  /** HTTP has no range of zero bytes. */
  async #nothingOf(key: string): Promise<Uint8Array | undefined> {
    return (await this.head(key)) && new Uint8Array(0);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const answer = await this.#request(key, 'HEAD', undefined, describeHead(key));
    if (answer !== 'ask for a byte') return answer;
    return await this.#request(key, 'GET', { offset: 0, length: 1 }, describeByte(key));
  }

  // biome-ignore lint/correctness/useYield: there is nothing to yield
  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    throw new CloudOptimisedError('CO_STORAGE_NOT_LISTABLE', { uri: this.#uri(prefix) });
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    throw new CloudOptimisedError('CO_STORAGE_NOT_LISTABLE', { uri: this.#uri(prefix) });
  }

  async put(key: string): Promise<ObjectInfo> {
    throw new CloudOptimisedError('CO_STORAGE_READ_ONLY', { uri: this.#uri(key), action: 'write' });
  }

  async delete(keys: readonly string[]): Promise<void> {
    throw new CloudOptimisedError('CO_STORAGE_READ_ONLY', { uri: this.#uri(keys[0] ?? ''), action: 'delete' });
  }

  async close(): Promise<void> {}
}
