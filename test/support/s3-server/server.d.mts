/** A change that the server is about to make, or has made. */
export interface MutationEvent {
  /** `PutObject`, `DeleteObjects`, `CompleteMultipartUpload`, … */
  readonly operation: string;
  readonly bucket: string;
  /** Empty for operations on a bucket, such as DeleteObjects. */
  readonly key: string;
}

export interface S3ServerOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Default `['test']`. */
  readonly buckets?: readonly string[];
  /** Default `TESTKEY`. */
  readonly accessKeyId?: string;
  /** Default `test-secret`. */
  readonly secretAccessKey?: string;
  /** When given, requests must bear it. */
  readonly sessionToken?: string;
  /** Whether unsigned requests are served. Default false. */
  readonly allowAnonymous?: boolean;
  /** How tags in If-Match must be written: Ceph takes only bare ones. Default `either`. */
  readonly ifMatchForm?: 'either' | 'quoted' | 'bare';
  /** Called, and waited for, before and after each change. */
  readonly beforeMutation?: (event: MutationEvent) => void | Promise<void>;
  readonly afterMutation?: (event: MutationEvent) => void | Promise<void>;
}

/** What happens to the requests that it names: those of a method, an operation, a key, or several of these. */
export interface Fault {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly operation?: string;
  readonly key?: string | RegExp;
  /** Requests that pass before, of those that no earlier fault met. Default 0. */
  readonly skip?: number;
  /** Requests that meet it. Default 1. */
  readonly times?: number;
  /** Wait so many ms first. */
  readonly delay?: number;
  /** Answer with this status, and `code` and `message` as the error. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** Break the connection before anything is done. */
  readonly reset?: boolean;
  /** Never answer. */
  readonly stall?: boolean;
  /** Do what is asked, then break the connection without an answer. */
  readonly lostResponse?: boolean;
  /** Break the connection after so many bytes of the body. */
  readonly truncateBody?: number;
  /** Keys that a DeleteObjects request fails to delete, with `code`. */
  readonly failKeys?: readonly string[];
}

export interface S3TestServer {
  readonly endpoint: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Requests by operation, failed ones too. */
  readonly counters: Readonly<Record<string, number>>;
  /** Changes made. */
  readonly mutations: number;
  addFault(fault: Fault): void;
  clearFaults(): void;
  resetCounters(): void;
  createBucket(name: string): void;
  deleteBucket(name: string): void;
  put(bucket: string, key: string, data: Uint8Array | string): void;
  get(bucket: string, key: string): Uint8Array | undefined;
  keys(bucket: string): string[];
  /** Uploads in parts that are neither complete nor aborted. */
  uploads(bucket: string): number;
  close(): Promise<void>;
}

export function startS3Server(options?: S3ServerOptions): Promise<S3TestServer>;
