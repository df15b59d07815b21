import { NotDirect } from '../file-bytes.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the fields of one structure, one after the other. Beyond its end, it throws NotDirect. */
export class Cursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.bytes[this.#step(1)] ?? 0;
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.#step(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.#step(4));
  }

  /** An unsigned number of 1 to 8 bytes. @throws NotDirect beyond 2^53 */
  unsigned(width: number): number {
    const start = this.#step(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + (this.bytes[start + i] ?? 0);
    return Number.isSafeInteger(value) ? value : refuse('a number beyond 2^53');
  }

  /** A length. @throws NotDirect beyond 2^53 */
  length(): number {
    return this.unsigned(8);
  }

  /** An address; `undefined` for the one that stands for none. @throws NotDirect beyond 2^53 */
  address(): number | undefined {
    return this.#isUndefined() ? void this.skip(8) : this.unsigned(8);
  }

  /** An address that has to be there. */
  place(): number {
    return this.address() ?? refuse('an undefined address');
  }

  /** A length of a dimension, where all bits set mean none. */
  limit(): number {
    return this.address() ?? UNLIMITED;
  }

  take(length: number): Buffer {
    const start = this.#step(length);
    return this.bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#step(length);
  }

  /** Expects a byte, as versions and signatures are. */
  expect(value: number, what: string): void {
    if (this.u8() !== value) refuse(what);
  }

  signature(text: string): void {
    if (this.take(4).toString('latin1') !== text) refuse(`no ${text}`);
  }

  /** Reserved bytes. What uses them is not known here. */
  zeros(length: number): void {
    for (const byte of this.take(length)) if (byte !== 0) refuse('reserved bytes that are used');
  }

  #isUndefined(): boolean {
    return this.left >= 8 && this.bytes.readInt32LE(this.at) === -1 && this.bytes.readInt32LE(this.at + 4) === -1;
  }

  #step(length: number): number {
    const start = this.at;
    if (length < 0 || length > this.bytes.length - start) refuse('a structure that is cut off');
    this.at = start + length;
    return start;
  }
}

/** What the library says of the length of a dimension without limit: the largest number of 64 bits. */
export const UNLIMITED = 2 ** 64;

/** @throws NotDirect always */
export function refuse(what: string): never {
  throw new NotDirect(what);
}

/**
 * A name, as it stands in paths. Those that the library's bindings could not give back as they are, or would take for a
 * path, are refused.
 */
export function nameFrom(bytes: Uint8Array): string {
  const name = decode(bytes);
  const isOdd = name === '' || name === '.' || /[/\0]/.test(name) || name.startsWith('\ufeff');
  return isOdd ? refuse('an odd name') : name;
}

/** The bytes in front of the NUL that has to be the last of them. */
export function beforeNul(bytes: Buffer): Buffer {
  return bytes.indexOf(0) === bytes.length - 1 ? bytes.subarray(0, -1) : refuse('a name without end');
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return refuse('a name that is not UTF-8');
  }
}
