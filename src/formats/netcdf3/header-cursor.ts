import { CloudOptimisedError } from '../../errors/index.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Stored bytes as text: UTF-8, or ISO 8859-1 where they are not. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

/**
 * Walks through the first bytes of a file. Every step checks that the bytes are there, and every count that as many
 * things fit in the rest of the file: a damaged count neither loops nor allocates for long.
 */
export class HeaderCursor {
  readonly uri: string;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Version byte: 1, 2 or 5. Decides the width of counts and offsets. */
  version = 1;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  /** @param bytes the beginning of the file */
  constructor(bytes: Uint8Array, uri: string, size: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.uri = uri;
    this.size = size;
  }

  get position(): number {
    return this.#position;
  }

  /** The next `length` bytes. @throws CO_FILE_TRUNCATED where the bytes given end before */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** The next `length` bytes and the padding up to a multiple of 4. */
  takePadded(length: number): Uint8Array {
    return this.take(length + paddingOf(length)).subarray(0, length);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  /** A non-negative number, 32 or, in CDF-5, 64 bits wide. */
  count(): number {
    return this.version === 5 ? this.#wide('a count') : this.uint32();
  }

  /** A position in the file, 32 or, from CDF-2 on, 64 bits wide. */
  offset(): number {
    return this.version === 1 ? this.uint32() : this.#wide('an offset');
  }

  /** How many things follow, each of at least `least` bytes. @throws CO_FILE_TRUNCATED where they cannot fit in the file */
  countOf(least: number): number {
    const count = this.count();
    const wanted = this.#position + count * least;
    if (wanted > this.size)
      throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri: this.uri, wanted, size: this.size });
    return count;
  }

  /** A name, up to its first NUL: renaming to a shorter one leaves NULs. @throws CO_FILE_CORRUPT where it is empty */
  name(): string {
    const name = decodeText(this.takePadded(this.countOf(1))).replace(/\0.*$/s, '');
    if (name === '') throw this.corrupt(`an empty name ends at byte ${this.#position}`);
    return name;
  }

  corrupt(reason: string): CloudOptimisedError {
    return new CloudOptimisedError('CO_FILE_CORRUPT', { uri: this.uri, reason });
  }

  #wide(what: string): number {
    const value = this.uint64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.corrupt(`${what} in its header is '${value}'`);
    return Number(value);
  }

  #advance(length: number): number {
    const start = this.#position;
    const wanted = start + length;
    if (wanted > this.#bytes.length)
      throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri: this.uri, wanted, size: this.size });
    this.#position = wanted;
    return start;
  }
}

/** Bytes up to the next multiple of 4. */
export function paddingOf(length: number): number {
  return (4 - (length % 4)) % 4;
}
