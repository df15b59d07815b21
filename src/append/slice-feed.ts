/**
 * Slices, opened and looked at, in groups that one commit may hold; the next group while this one is written.
 *
 * @module
 */
import type { SourceOutline } from '../engine/cube/outline.js';
import { byteSize, isNumeric } from '../model/data-type.js';
import { sizeOf } from '../model/dataset.js';
import type { Slice } from './slices/open-slice.js';
import type { SliceItem } from './slices/slice-source.js';

/** A slice that was looked at. */
export interface OutlinedSlice {
  readonly slice: Slice;
  readonly outline: SourceOutline;
}

/** A slice that cannot be opened. */
export interface BrokenSlice {
  readonly name: string;
  readonly error: unknown;
}

export type PreparedSlice = OutlinedSlice | BrokenSlice;

/** What slices are given as. */
export type SliceItems = Iterable<SliceItem> | AsyncIterable<SliceItem>;

/** How slices are prepared. */
export interface FeedOptions {
  /** Opens a slice, and looks at it. */
  prepare(item: SliceItem, index: number): Promise<OutlinedSlice>;
  /** Whether slices may be opened before those before them are committed: not where a slice source is to see the cube as it is then. */
  readonly ahead: boolean;
}

const GROUP = 16;
/** Bytes of values in a group. */
const GROUP_BYTES = 256 << 20;

/** Takes slices one group at a time. */
export class SliceFeed {
  readonly #options: FeedOptions;
  readonly #items: Iterator<SliceItem> | AsyncIterator<SliceItem>;
  readonly #isAtHand: boolean;
  readonly #count: number | undefined;
  /** Items that were taken and not yet handed out, one for each promise. */
  #coming: Promise<PreparedSlice>[] = [];
  #held: SliceItem | undefined;
  #taken = 0;
  #ahead: Promise<void> | undefined;
  #isAtEnd = false;

  constructor(items: SliceItems, options: FeedOptions) {
    this.#options = options;
    this.#count = Array.isArray(items) ? items.length : undefined;
    const isAsync = Symbol.asyncIterator in items;
    this.#isAtHand = !isAsync && options.ahead;
    this.#items = isAsync ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  }

  /** How many slices there are in all, where that is known. */
  get count(): number | undefined {
    return this.#count;
  }

  /** How many slices are known of so far; all of them where `count` tells. */
  get known(): number {
    return this.#count ?? this.#taken;
  }

  /** The next slices; none where there are no more. One that cannot be opened is the last of its group. */
  async next(): Promise<readonly PreparedSlice[]> {
    await this.#ahead;
    this.#ahead = undefined;
    await this.#takeUpTo(this.#isAtHand ? GROUP : 1);
    const group: PreparedSlice[] = [];
    let bytes = 0;
    while (this.#coming.length > 0) {
      const prepared = await (this.#coming[0] as Promise<PreparedSlice>);
      const own = 'outline' in prepared ? bytesOf(prepared.outline) : 0;
      if (group.length > 0 && (group.length === GROUP || bytes + own > GROUP_BYTES)) break;
      group.push(prepared);
      this.#coming.splice(0, 1);
      bytes += own;
      if ('error' in prepared) break;
    }
    return group;
  }

  /** Starts to prepare the next group, for when others do the work. Who asks for it hears of a failure. */
  lookAhead(): void {
    if (!this.#isAtHand) return;
    this.#ahead ??= this.#takeUpTo(GROUP);
    this.#ahead.catch(() => undefined);
  }

  /** Gives slices back; they come first in the next group. */
  unread(slices: readonly PreparedSlice[]): void {
    this.#coming.unshift(...slices.map((slice) => Promise.resolve(slice)));
  }

  /** Closes what was opened ahead, and tells the items that no more of them are taken. */
  async close(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    const open = await Promise.all(this.#coming);
    this.#coming = [];
    await Promise.all(open.map(closePrepared));
    if (!this.#isAtEnd) await this.#items.return?.();
  }

  /** Starts to prepare slices; an item that is no address goes alone, unless all are at hand in an array. */
  async #takeUpTo(wanted: number): Promise<void> {
    while (this.#coming.length < wanted && !this.#isAtEnd) {
      const item = this.#held ?? (await this.#take());
      if (item === undefined) return;
      this.#held = undefined;
      const isAlone = typeof item !== 'string' && this.#count === undefined;
      if (isAlone && this.#coming.length > 0) {
        this.#held = item;
        return;
      }
      this.#coming.push(this.#prepare(item, this.#taken++));
      if (isAlone) return;
    }
  }

  async #take(): Promise<SliceItem | undefined> {
    const { done, value } = await this.#items.next();
    if (done) this.#isAtEnd = true;
    return done ? undefined : value;
  }

  async #prepare(item: SliceItem, index: number): Promise<PreparedSlice> {
    try {
      return await this.#options.prepare(item, index);
    } catch (error) {
      return { name: typeof item === 'string' ? item : `slice ${index}`, error };
    }
  }
}

/** Releases what a slice took. */
export async function closePrepared(slice: PreparedSlice): Promise<void> {
  if ('slice' in slice) await slice.slice.close();
}

function bytesOf({ variables }: SourceOutline): number {
  let bytes = 0;
  for (const { type, shape } of variables.values()) bytes += sizeOf(shape) * (isNumeric(type) ? byteSize(type) : 16);
  return bytes;
}
