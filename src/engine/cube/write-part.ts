import type { StoredArray } from '../../model/data-type.js';
import type { Region } from '../../model/dataset.js';

/** Values for a region of an array, as part of what was read at once. */
export interface Part {
  /** The region, in the array. */
  readonly start: readonly number[];
  readonly count: readonly number[];
  /** What was read, and where in it the region begins. */
  readonly values: StoredArray;
  readonly shape: readonly number[];
  readonly offset: readonly number[];
  /** The source that it comes from; none for the cube of before. */
  readonly source?: number | undefined;
  /** Where the memory of the values is lent, for the one object that they go to: for when it is made. */
  readonly giveBack?: (() => void) | undefined;
}

/** A part that is read when the object that it belongs to is made, or a little before. */
export class PlannedPart {
  /** What it brings values for. */
  readonly region: Region;
  readonly #read: () => Promise<Part>;
  #reading: Promise<Part> | undefined;

  constructor(region: Region, read: () => Promise<Part>) {
    this.region = region;
    this.#read = read;
  }

  /** One that was read already. */
  static of(part: Part): PlannedPart {
    return new PlannedPart(part, async () => part);
  }

  /** Starts to read. Who takes it hears of a failure. */
  begin(): void {
    this.#reading ??= this.#read();
    this.#reading.catch(() => undefined);
  }

  /** What was read, and is not kept here. */
  take(): Promise<Part> {
    const reading = this.#reading ?? this.#read();
    this.#reading = undefined;
    return reading;
  }

  /** Waits for what was begun and not taken, whatever comes of it. */
  async settle(): Promise<void> {
    await this.#reading?.catch(() => undefined);
  }
}
