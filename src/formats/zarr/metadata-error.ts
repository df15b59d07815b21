import { CloudOptimisedError } from '../../errors/index.js';
import { parseJson } from './json-parser.js';

/** Refuses the document at `uri`. */
export function metadataError(uri: string, reason: string, cause?: unknown): CloudOptimisedError<'CO_ZARR_METADATA'> {
  return new CloudOptimisedError('CO_ZARR_METADATA', { uri, reason }, { cause });
}

/** A JSON object, with its address for messages. */
export class Document {
  readonly uri: string;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(uri: string, value: unknown, what = 'the document') {
    if (!isObject(value)) throw metadataError(uri, `${what} is no JSON object`);
    this.uri = uri;
    this.members = value;
  }

  /** @throws CO_ZARR_METADATA where `bytes` are not UTF-8 or not JSON */
  static parse(uri: string, bytes: Uint8Array): Document {
    try {
      return new Document(uri, parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    } catch (cause) {
      if (cause instanceof CloudOptimisedError) throw cause;
      throw metadataError(uri, `it is not JSON: ${(cause as Error).message}`, cause);
    }
  }

  get(name: string): unknown {
    return this.members[name];
  }

  /** The member `name`, an object. */
  child(name: string): Document {
    return new Document(this.uri, this.get(name), `'${name}'`);
  }

  /** The member `name`, whole numbers of at least `least`. */
  lengths(name: string, least: number): number[] {
    const value = this.get(name);
    if (Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= least)) return value;
    throw this.error(`'${name}' is ${quoted(value)}, not a list of whole numbers from ${least}`);
  }

  /** The member `name`, one of `known`. */
  oneOf<T extends string>(name: string, known: readonly T[], otherwise?: T): T {
    const value = this.get(name) ?? otherwise;
    const found = known.find((item) => item === value);
    if (found === undefined) throw this.error(`'${name}' is ${quoted(value)}, not one of ${known.join(', ')}`);
    return found;
  }

  error(reason: string): CloudOptimisedError<'CO_ZARR_METADATA'> {
    return metadataError(this.uri, reason);
  }

  /** Refuses what is as it should be, but not supported here. */
  unsupported(reason: string): CloudOptimisedError<'CO_ZARR_METADATA'> {
    return new CloudOptimisedError('CO_ZARR_METADATA', { uri: this.uri, reason, unsupported: true });
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A value of a document for a message, cut short. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'absent';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
