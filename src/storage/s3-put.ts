/**
 * Putting objects: whole or in parts, always or on a condition.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { ObjectInfo, PutOptions } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { isAbsentFromS3, toS3Failure } from './s3-errors.js';
import { type HeadedObject, headObject, plainEtag, TOKEN_NAME } from './s3-read.js';
import type { S3Session } from './s3-session.js';

function toInfo(key: string, data: Uint8Array, etag: string | undefined): ObjectInfo {
  return { key, size: data.length, etag: plainEtag(etag), modified: undefined };
}

/** A length and a plain buffer: some stores refuse bodies that come in signed chunks. */
export function bodyOf(data: Uint8Array) {
  const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { Body: body, ContentLength: data.length };
}

/** Puts the object in one request, whatever is there. */
export async function putObject(session: S3Session, key: string, data: Uint8Array): Promise<ObjectInfo> {
  return await session.run('write', key, async ({ sdk, client }) => {
    const output = await client.send(new sdk.PutObjectCommand({ Bucket: session.bucket, Key: key, ...bodyOf(data) }));
    return toInfo(key, data, output.ETag);
  });
}

/** How a store wants the tag in `If-Match`: as HTTP has it, or, as Ceph does, bare. */
type TagForm = 'quoted' | 'bare';

/** Refused at the first try, the condition does not hold; later, our own put may have come through before. */
type Outcome = { readonly info: ObjectInfo } | { readonly refusedAtFirst: boolean };

function isRefusal(error: unknown): boolean {
  return toS3Failure(error).status === 412 || toS3Failure(error).name === 'PreconditionFailed';
}

/** Conditional puts to one bucket, always in one request, since not all stores check conditions on uploads in parts. */
export class ConditionalPut {
  readonly #session: S3Session;
  #tagForm: TagForm = 'quoted';

  constructor(session: S3Session) {
    this.#session = session;
  }

  /** @throws CO_STORAGE_PRECONDITION */
  async put(key: string, data: Uint8Array, options: PutOptions): Promise<ObjectInfo> {
    const token = randomUUID();
    const outcome = await this.#try(key, data, options, token, this.#tagForm);
    if ('info' in outcome) return outcome.info;
    if (outcome.refusedAtFirst && options.ifMatch === undefined) throw this.#refusal(key, options);
    const found = await headObject(this.#session, key, 'write');
    if (found?.token === token) return { ...toInfo(key, data, found.etag), modified: found.modified };
    const other = await this.#tryOtherForm(key, data, options, token, found);
    if (other !== undefined) return other;
    throw this.#refusal(key, options);
  }

  #refusal(key: string, { ifMatch }: PutOptions): CloudOptimisedError {
    const uri = this.#session.uriOf(key);
    return new CloudOptimisedError('CO_STORAGE_PRECONDITION', { uri, condition: ifMatch ?? 'absent' });
  }

  /**
   * Refused, and yet the tag is the one asked for: the store may want it in the other form, which is then remembered.
   * Found out this way because no store says which.
   */
  async #tryOtherForm(
    key: string,
    data: Uint8Array,
    options: PutOptions,
    token: string,
    found: HeadedObject | undefined,
  ): Promise<ObjectInfo | undefined> {
    if (options.ifMatch === undefined || found?.etag !== options.ifMatch) return undefined;
    const form = this.#tagForm === 'quoted' ? 'bare' : 'quoted';
    const outcome = await this.#try(key, data, options, token, form);
    if ('info' in outcome) {
      this.#tagForm = form;
      return outcome.info;
    }
    const again = await headObject(this.#session, key, 'write');
    return again?.token === token ? toInfo(key, data, again.etag) : undefined;
  }

  /** The token says, should the answer of a put be lost and its repetition be refused, that the object is ours. */
  async #try(key: string, data: Uint8Array, options: PutOptions, token: string, form: TagForm): Promise<Outcome> {
    const input = { Bucket: this.#session.bucket, Key: key, Metadata: { [TOKEN_NAME]: token }, ...bodyOf(data) };
    const conditions = conditionsOf(options, form);
    return await this.#session.run('write', key, async ({ sdk, client }, attempt): Promise<Outcome> => {
      try {
        const output = await client.send(new sdk.PutObjectCommand({ ...input, ...conditions }));
        return { info: toInfo(key, data, output.ETag) };
      } catch (error) {
        const isRefused = isRefusal(error) || (options.ifMatch !== undefined && isAbsentFromS3(error));
        if (isRefused) return { refusedAtFirst: attempt === 1 };
        throw error;
      }
    });
  }
}

function conditionsOf({ ifAbsent, ifMatch }: PutOptions, form: TagForm): Partial<PutObjectCommandInput> {
  return {
    ...(ifAbsent === true && { IfNoneMatch: '*' }),
    ...(ifMatch !== undefined && { IfMatch: form === 'quoted' ? `"${ifMatch}"` : ifMatch }),
  };
}
