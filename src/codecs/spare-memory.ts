/**
 * Memory for chunks that is used again and again. Fresh memory for each costs twice: the system has to clear it, and the garbage
 * collector, which has no idea how little stands behind large buffers, runs whenever some of them were made.
 *
 * @module
 */

import { freeMemory } from './free-memory.js';

const MOST_SPARE = 12;
/** Beyond these sizes it does not pay. Small buffers of Node may also share their memory with others. */
const SIZES = { least: 64 << 10, most: 4 << 20 };

/** Memory of one thread. */
export class SpareMemory {
  readonly #lent = new WeakSet<ArrayBufferLike>();
  /** Given back, the last one at the end. */
  readonly #spare: ArrayBufferLike[] = [];

  /** `length` bytes with anything in them; of a buffer that may be larger. */
  take(length: number): Uint8Array {
    const fits = ({ byteLength }: ArrayBufferLike) => byteLength >= length && byteLength <= 2 * length;
    const position = this.#spare.findLastIndex(fits);
    const [found] = position < 0 ? [] : this.#spare.splice(position, 1);
    const buffer = found ?? Buffer.allocUnsafeSlow(length).buffer;
    this.#lent.add(buffer);
    return new Uint8Array(buffer, 0, length);
  }

  /** Gives back what was taken, of which nobody uses anything any more; memory from elsewhere is left alone. */
  give({ buffer }: Uint8Array): void {
    if (this.#lent.delete(buffer)) this.#keep(buffer);
  }

  /** Takes over memory that nobody else uses, wherever it comes from; what is too much is freed. */
  adopt({ buffer, byteOffset }: ArrayBufferView): void {
    if (byteOffset === 0) this.#keep(buffer);
  }

  #keep(buffer: ArrayBufferLike): void {
    const { byteLength } = buffer;
    if (byteLength < SIZES.least) return;
    if (this.#spare.length === MOST_SPARE || byteLength > SIZES.most) freeMemory(buffer);
    else this.#spare.push(buffer);
  }
}

/** Where decoded chunks lie. What passes on to readers stays theirs; what stands between two codecs comes back. */
export const decodedMemory = new SpareMemory();
/** Where encoded chunks lie; who has put one into its place may give it back. */
export const encodedMemory = new SpareMemory();
