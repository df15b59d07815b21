/**
 * How to reach an S3 store, and the way there from the options of s3fs.
 *
 * @module
 */

/** Options for one S3 store. What is left out is found where the AWS SDK looks: environment, profile files, instance. */
export interface S3Options {
  /** `https://host[:port]` of a store that is not AWS's. */
  readonly endpoint?: string;
  /** Default: the SDK's (AWS_REGION, profile), else `us-east-1`. */
  readonly region?: string;
  /** Whether the bucket stands in the path and not in the host name. Default: true with an own endpoint. */
  readonly forcePathStyle?: boolean;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** Name of a profile in the AWS configuration files. */
  readonly profile?: string;
  /** Whether requests go unsigned, as public buckets allow. */
  readonly anonymous?: boolean;
  /** Objects of at least so many bytes are put in parts. Default 16 MiB, at least 5 MiB. */
  readonly multipartBytes?: number;
  /** Requests at once over all uses of this storage. Default 32. */
  readonly connections?: number;
  /** Tries per request in all, the first included. Default 6. */
  readonly attempts?: number;
  /** Longest wait before the first retry, ms; it doubles from retry to retry, up to 20 s. Default 200. */
  readonly retryDelay?: number;
  /** Longest wait for a connection or for more bytes, ms. Default 60,000. */
  readonly timeout?: number;
}

/** S3 options, and the names of the s3fs options that have no meaning here. */
export interface S3fsMapping {
  readonly options: S3Options;
  readonly ignored: readonly string[];
}

type Options = { -readonly [K in keyof S3Options]: S3Options[K] };
type Setter = (options: Options, value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const setText =
  (name: 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'profile'): Setter =>
  (options, value) => {
    if (typeof value !== 'string') return false;
    options[name] = value;
    return true;
  };

const setAnonymous: Setter = (options, value) => {
  if (typeof value !== 'boolean') return false;
  options.anonymous = value;
  return true;
};

const setPathStyle: Setter = (options, value) => {
  if (value !== 'path' && value !== 'virtual' && value !== 'auto') return false;
  if (value !== 'auto') options.forcePathStyle = value === 'path';
  return true;
};

const setConnections: Setter = (options, value) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) return false;
  options.connections = value;
  return true;
};

/** s3fs (and botocore's) names, nested ones with dots. */
const SETTERS: Readonly<Record<string, Setter>> = {
  key: setText('accessKeyId'),
  username: setText('accessKeyId'),
  secret: setText('secretAccessKey'),
  password: setText('secretAccessKey'),
  token: setText('sessionToken'),
  profile: setText('profile'),
  endpoint_url: setText('endpoint'),
  anon: setAnonymous,
  'client_kwargs.endpoint_url': setText('endpoint'),
  'client_kwargs.region_name': setText('region'),
  'client_kwargs.aws_access_key_id': setText('accessKeyId'),
  'client_kwargs.aws_secret_access_key': setText('secretAccessKey'),
  'client_kwargs.aws_session_token': setText('sessionToken'),
  'config_kwargs.region_name': setText('region'),
  'config_kwargs.s3.addressing_style': setPathStyle,
  'config_kwargs.max_pool_connections': setConnections,
  max_pool_connections: setConnections,
};

/** Applied only when the endpoint is known. */
const LATE = new Set(['use_ssl']);

function* leavesOf(value: Record<string, unknown>, path = ''): Generator<[string, unknown]> {
  for (const [name, inner] of Object.entries(value)) {
    const full = path + name;
    if (isRecord(inner) && !(full in SETTERS)) yield* leavesOf(inner, `${full}.`);
    else yield [full, inner];
  }
}

/** As in botocore, `use_ssl` counts only for an endpoint without a scheme. */
function applySsl({ endpoint, ...options }: Options, useSsl: unknown): S3Options {
  if (endpoint === undefined) return options;
  const bare = !/^https?:\/\//i.test(endpoint);
  const scheme = useSsl === false ? 'http' : 'https';
  return { ...options, endpoint: bare ? `${scheme}://${endpoint}` : endpoint };
}

/**
 * Options written for Python's s3fs (`key`, `secret`, `token`, `anon`, `profile`, `client_kwargs`, …) as ours. Options
 * that mean nothing here, such as those of its cache, are named in `ignored`, nested ones with dots.
 */
export function s3OptionsFromS3fs(s3fsOptions: Readonly<Record<string, unknown>>): S3fsMapping {
  const options: Options = {};
  const ignored: string[] = [];
  const leaves = [...leavesOf(s3fsOptions)].filter(([, value]) => value !== null && value !== undefined);
  for (const [name, value] of leaves) {
    const isUsed = LATE.has(name) || (SETTERS[name]?.(options, value) ?? false);
    if (!isUsed) ignored.push(name);
  }
  return { options: applySsl(options, s3fsOptions.use_ssl), ignored };
}
