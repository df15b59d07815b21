import { unsetBytes } from '../codec.js';

/** Memory used again and again, so that not every chunk asks the system for more. What is in it is never handed out. */
export class Scratch {
  #bytes: Uint8Array = new Uint8Array(0);

  /** `length` bytes with anything in them, valid until the next call. */
  of(length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = unsetBytes(length);
    return this.#bytes.subarray(0, length);
  }
}
