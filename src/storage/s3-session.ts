/**
 * One configured S3 client for one bucket, its retries, and its errors.
 *
 * @module
 */
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { CloudOptimisedError } from '../errors/index.js';
import { withRetries } from './retry.js';
import { isTransientS3Error, toS3Error } from './s3-errors.js';
import type { S3Options } from './s3-options.js';

/** The module of the client, which loads with the first request. */
export type S3Sdk = typeof import('@aws-sdk/client-s3');

/** The module and a client made with it. */
export interface S3Connection {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
}

const DEFAULTS = { attempts: 6, retryDelay: 200, timeout: 60_000, connections: 32 };
const FALLBACK_REGION = 'us-east-1';

/** The client would write to the console when requests wait for a connection, which is meant, or when both a profile and keys are set. */
const silence = () => undefined;
const SILENT_LOGGER = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };

/** Endpoints from the environment are the client's own affair, but whether the bucket stands in the path is not. */
function endpointFromEnvironment(): string | undefined {
  if (process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  return process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL || undefined;
}

function identityOf(options: S3Options): S3ClientConfig {
  const { anonymous, accessKeyId, secretAccessKey, sessionToken, profile } = options;
  if (anonymous === true) {
    return { signer: { sign: async (request) => request }, credentials: { accessKeyId: '', secretAccessKey: '' } };
  }
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) } };
  }
  return profile === undefined ? {} : { profile };
}

function requestHandlerOf({ timeout = DEFAULTS.timeout, connections = DEFAULTS.connections }: S3Options) {
  const agent = { keepAlive: true, maxSockets: connections };
  return {
    connectionTimeout: timeout,
    requestTimeout: timeout,
    throwOnRequestTimeout: true,
    socketTimeout: timeout,
    httpAgent: agent,
    httpsAgent: agent,
    logger: SILENT_LOGGER,
  };
}

/** Retries are ours, since they must cover reading the body too; so the client tries once. */
function clientConfig(options: S3Options): S3ClientConfig {
  const { endpoint, region } = options;
  const forcePathStyle = options.forcePathStyle ?? (endpoint ?? endpointFromEnvironment()) !== undefined;
  return {
    ...identityOf(options),
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    forcePathStyle,
    logger: SILENT_LOGGER,
    maxAttempts: 1,
    followRegionRedirects: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: requestHandlerOf(options),
  };
}

const NOTICE_SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** The client's constructor writes a notice about coming Node versions to stderr, once, unless the switch is set. */
function withoutNotice<T>(construct: () => T): T {
  const before = process.env[NOTICE_SWITCH];
  process.env[NOTICE_SWITCH] = 'true';
  try {
    return construct();
  } finally {
    if (before === undefined) delete process.env[NOTICE_SWITCH];
    else process.env[NOTICE_SWITCH] = before;
  }
}

async function hasRegion(client: S3Client): Promise<boolean> {
  return await client.config.region().then(
    (region) => region !== '',
    () => false,
  );
}

async function connect(options: S3Options): Promise<S3Connection> {
  const sdk = await import('@aws-sdk/client-s3');
  const config = clientConfig(options);
  const client = withoutNotice(() => new sdk.S3Client(config));
  if (await hasRegion(client)) return { sdk, client };
  client.destroy();
  return { sdk, client: new sdk.S3Client({ ...config, region: FALLBACK_REGION }) };
}

/** What `action` needs to make requests. `attempt` counts from 1. */
export type S3Request<T> = (connection: S3Connection, attempt: number) => Promise<T>;

/** The bucket's client, opened with the first request, and the rules by which each request is tried and its errors told. */
export class S3Session {
  readonly bucket: string;
  readonly #options: S3Options;
  #connection: Promise<S3Connection> | undefined;

  constructor(bucket: string, options: S3Options) {
    this.bucket = bucket;
    this.#options = options;
  }

  uriOf(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }

  #connect(): Promise<S3Connection> {
    this.#connection ??= connect(this.#options);
    return this.#connection;
  }

  /** Tries `request` as often as its errors and the options allow. Throws the client's own last error. */
  async attempt<T>(request: S3Request<T>): Promise<T> {
    const { attempts = DEFAULTS.attempts, retryDelay = DEFAULTS.retryDelay } = this.#options;
    const connection = await this.#connect();
    return await withRetries({ attempts, delay: retryDelay }, isTransientS3Error, (attempt) =>
      request(connection, attempt),
    );
  }

  /** The same, with coded errors that name `key` and `action`. */
  async run<T>(action: string, key: string, request: S3Request<T>): Promise<T> {
    this.#checkCredentials(action, key);
    try {
      return await this.attempt(request);
    } catch (error) {
      throw this.toCoded(error, action, key);
    }
  }

  /** The coded error for an error of the client. */
  toCoded(error: unknown, action: string, key: string): CloudOptimisedError {
    const { accessKeyId, secretAccessKey, sessionToken } = this.#options;
    const secrets = [accessKeyId, secretAccessKey, sessionToken];
    return toS3Error(error, { bucketUri: this.uriOf(''), uri: this.uriOf(key), action, secrets });
  }

  /** Half a pair of credentials must not fall back to whatever the environment has. */
  #checkCredentials(action: string, key: string): void {
    const { accessKeyId, secretAccessKey } = this.#options;
    if ((accessKeyId === undefined) === (secretAccessKey === undefined)) return;
    const reason = 'an access key id and a secret access key must be given together';
    throw new CloudOptimisedError('CO_STORAGE_ACCESS_DENIED', { uri: this.uriOf(key), action, reason });
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.then(({ client }) => client.destroy()).catch(() => undefined);
  }
}
