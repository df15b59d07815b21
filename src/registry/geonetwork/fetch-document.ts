import { CloudOptimisedError } from '../../errors/index.js';
import { redactText, redactUri } from '../../storage/redact.js';

/** How a document is fetched. */
export interface FetchOptions {
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Longest time until the whole document is there, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Most bytes that a document may have. */
  readonly maximumBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 30_000;
/** Records have up to some 300 kB. */
const MAXIMUM_BYTES = 16 * 1024 * 1024;

/**
 * Text of the document at `url`, in UTF-8.
 *
 * @param uuid what is asked for, to be named where there is none
 * @throws CO_RECORD_NOT_FOUND, CO_CATALOGUE_FAILED
 */
export async function fetchDocument(url: string, uuid: string, options: FetchOptions = {}): Promise<string> {
  const { timeoutMs = TIMEOUT_MS, maximumBytes = MAXIMUM_BYTES } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const response = await (options.fetch ?? fetch)(url, {
      headers: { accept: 'application/xml, text/xml;q=0.9' },
      signal,
    });
    await checkStatus(response, url, uuid);
    return await boundedText(response, url, maximumBytes);
  } catch (error) {
    if (error instanceof CloudOptimisedError) throw error;
    throw failed(url, timeout.aborted ? `no whole answer came within ${timeoutMs / 1000} s` : reasonOf(error), error);
  }
}

async function checkStatus(response: Response, url: string, uuid: string): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel().catch(() => undefined);
  const { status, statusText } = response;
  if (status === 404 || status === 410)
    throw new CloudOptimisedError('CO_RECORD_NOT_FOUND', { url: redactUri(url), uuid });
  const why = status === 401 || status === 403 ? ', the record may not be public' : '';
  throw failed(url, `it answered ${`${status} ${statusText}`.trim()}${why}`);
}

async function boundedText(response: Response, url: string, maximum: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > maximum) throw failed(url, `the document has more than ${maximum} bytes`);
    pieces.push(piece);
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(pieces));
}

/** `fetch` says only "fetch failed"; why is in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return redactText(cause instanceof Error ? cause.message || cause.name : String(cause));
}

function failed(url: string, reason: string, cause?: unknown): CloudOptimisedError {
  return new CloudOptimisedError('CO_CATALOGUE_FAILED', { url: redactUri(url), reason }, { cause });
}
