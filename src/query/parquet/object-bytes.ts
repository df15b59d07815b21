import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';

/** Objects up to this many bytes are fetched whole: one request more would take longer than the bytes. */
const SMALL = 1 << 18;
/** Of larger ones, so many bytes from the end: nearly every footer is shorter. */
const TAIL = 1 << 16;
/** Bytes between two wanted ranges that are fetched with them. */
const GAP = 1 << 16;

/** From `start` (included) to `end` (excluded). */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** The bytes of one object, as far as they are fetched. */
export class ObjectBytes {
  readonly uri: string;
  readonly size: number;
  readonly #storage: Storage;
  readonly #key: string;
  readonly #pieces: { start: number; bytes: Uint8Array }[] = [];

  private constructor(storage: Storage, key: string, size: number) {
    this.uri = storage.root + key;
    this.size = size;
    this.#storage = storage;
    this.#key = key;
  }

  /**
   * Fetches the end of an object, or all of a small one.
   *
   * @param size bytes of the object, where they are known
   * @throws CO_QUERY_CHANGED where there is no such object, or a storage error
   */
  static async open(storage: Storage, key: string, size?: number): Promise<ObjectBytes> {
    const known = size ?? (await storage.head(key))?.size;
    if (known === undefined) throw new CloudOptimisedError('CO_QUERY_CHANGED', { uri: storage.root + key });
    const opened = new ObjectBytes(storage, key, known);
    await opened.#fetch({ start: known <= SMALL ? 0 : known - TAIL, end: known });
    return opened;
  }

  /** Whether all bytes are here. */
  get isWhole(): boolean {
    return this.#pieces.some(({ start, bytes }) => start === 0 && bytes.length === this.size);
  }

  /** Fetches what of the spans is not here yet, neighbours together. */
  async need(spans: readonly ByteSpan[]): Promise<void> {
    const missing = spans.filter((span) => span.end > span.start && !this.#piece(span));
    await Promise.all(joined(missing).map((span) => this.#fetch(span)));
  }

  /** Bytes that {@link need} has fetched. */
  slice({ start, end }: ByteSpan): Uint8Array {
    const piece = this.#piece({ start, end });
    if (!piece) return new Uint8Array(0);
    return piece.bytes.subarray(start - piece.start, end - piece.start);
  }

  #piece({ start, end }: ByteSpan) {
    return this.#pieces.find((piece) => piece.start <= start && end <= piece.start + piece.bytes.length);
  }

  async #fetch({ start, end }: ByteSpan): Promise<void> {
    try {
      const bytes = await this.#storage.getRange(this.#key, { offset: start, length: end - start });
      this.#pieces.push({ start, bytes });
    } catch (cause) {
      if (!isCoded(cause, 'CO_STORAGE_NOT_FOUND')) throw cause;
      throw new CloudOptimisedError('CO_QUERY_CHANGED', { uri: this.uri }, { cause });
    }
  }
}

/** Spans in their order, those with small gaps between them as one. */
function joined(spans: readonly ByteSpan[]): ByteSpan[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start - last.end <= GAP) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
