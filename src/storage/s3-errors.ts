/**
 * What the S3 client's errors mean for a storage, without credentials.
 *
 * @module
 */
import { CloudOptimisedError, isCoded } from '../errors/index.js';
import { redactText } from './redact.js';

/** What is looked at in a caught error; the client's types are many, and this is what they share. */
export interface S3Failure {
  /** `NoSuchKey`, `SlowDown`, `TimeoutError`, … */
  readonly name: string;
  /** HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** `ECONNRESET` and other codes of the system, where none came. */
  readonly code: string | undefined;
  readonly message: string;
}

interface SdkErrorShape {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: unknown;
}

/** Reads the parts of a caught error that decide what it means. */
export function toS3Failure(error: unknown): S3Failure {
  if (!(error instanceof Error)) return { name: 'Error', status: undefined, code: undefined, message: String(error) };
  const { $metadata, code } = error as Error & SdkErrorShape;
  return {
    name: error.name,
    status: $metadata?.httpStatusCode,
    code: typeof code === 'string' ? code : undefined,
    message: error.message,
  };
}

const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const TRANSIENT_NAMES = new Set([
  'SlowDown',
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'ConditionalRequestConflict',
  'OperationAborted',
  'IncompleteBody',
  'InternalError',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'TimeoutError',
  'AbortError',
]);
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_HTTP2_STREAM_ERROR',
]);
const FULL_NAMES = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull', 'InsufficientCapacity']);
const DENIED_NAMES = new Set(['CredentialsProviderError', 'ExpiredToken', 'InvalidToken', 'TokenRefreshRequired']);

/** Whether another try may succeed. A full store answers 5xx or 403 as well, and stays full. */
export function isTransientS3Error(error: unknown): boolean {
  if (isCoded(error)) return false;
  const { name, status, code } = toS3Failure(error);
  if (FULL_NAMES.has(name)) return false;
  return TRANSIENT_NAMES.has(name) || TRANSIENT_STATUS.has(status ?? 0) || TRANSIENT_CODES.has(code ?? '');
}

/** Whether it says that the object is not there. HEAD has no body, so there any 404 does. */
export function isAbsentFromS3(error: unknown): boolean {
  const { name, status } = toS3Failure(error);
  return (
    name === 'NoSuchKey' ||
    name === 'NotFound' ||
    (status === 404 && name !== 'NoSuchBucket' && name !== 'NoSuchUpload')
  );
}

/** The client's error objects hold the request with its signature: only their text is kept, redacted. */
function redactedCause({ name, message }: S3Failure, secrets: readonly (string | undefined)[]): Error {
  const cause = new Error(redactText(message, secrets));
  cause.name = name;
  return cause;
}

function reasonOf(failure: S3Failure, secrets: readonly (string | undefined)[]): string {
  const { name, status, message } = failure;
  const said = message === '' || message === name ? '' : `: ${redactText(message, secrets)}`;
  return `${name}${status === undefined ? '' : ` (${status})`}${said}`.replace(/\.$/, '');
}

/** Where something failed, and what must not be told of it. */
export interface S3Place {
  readonly bucketUri: string;
  readonly uri: string;
  /** `'read'`, `'write'`, `'list'` or `'delete'`. */
  readonly action: string;
  readonly secrets: readonly (string | undefined)[];
}

/** The coded error for an error of the client. */
export function toS3Error(error: unknown, { bucketUri, uri, action, secrets }: S3Place): CloudOptimisedError {
  if (isCoded(error)) return error;
  const failure = toS3Failure(error);
  const { name, status } = failure;
  const options = { cause: redactedCause(failure, secrets) };
  if (name === 'NoSuchBucket') return new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: bucketUri }, options);
  if (FULL_NAMES.has(name) || status === 507) return new CloudOptimisedError('CO_STORAGE_FULL', { uri }, options);
  const reason = reasonOf(failure, secrets);
  if (status === 401 || status === 403 || DENIED_NAMES.has(name)) {
    return new CloudOptimisedError('CO_STORAGE_ACCESS_DENIED', { uri, action, reason }, options);
  }
  if (isAbsentFromS3(error)) return new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri }, options);
  return new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action, reason }, options);
}
