import type { SourceOutline } from '../../engine/cube/outline.js';
import type { StoredArray } from '../../model/data-type.js';

/** Keeps one copy of coordinates that sources of a batch have alike: hundreds of files tell the same grid. */
export class SharedValues {
  readonly #known = new Map<string, StoredArray>();

  /** The same outline, with the copies that are known already. */
  share(outline: SourceOutline): SourceOutline {
    const values = Array.from(outline.values, ([name, own]) => [name, this.#shared(name, own)] as const);
    return { ...outline, values: new Map(values) };
  }

  #shared(name: string, own: StoredArray): StoredArray {
    const known = this.#known.get(name);
    if (known && areSame(known, own)) return known;
    if (!known) this.#known.set(name, own);
    return own;
  }
}

/** Bit by bit: not-a-numbers are alike, and zeros differ by their signs. */
function areSame(a: StoredArray, b: StoredArray): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return false;
  if (a.constructor !== b.constructor || a.byteLength !== b.byteLength) return false;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
