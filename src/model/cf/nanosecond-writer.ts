/** Nanoseconds of a second. */
export const SECOND = 1_000_000_000;
/** The first and the last whole second that 64 bits of nanoseconds hold all of. */
const FIRST_SECOND = -9_223_372_036;
const LAST_SECOND = 9_223_372_035;

/** Stands for times before those that can be held; the least number is Python's not-a-time. */
export const BEFORE_ALL = -(2n ** 63n) + 1n;
/** Stands for times after those that can be held. */
export const AFTER_ALL = 2n ** 63n - 1n;

/**
 * Writes 64-bit numbers of nanoseconds from seconds and nanoseconds, as halves of 32 bits: ten times as fast as through
 * bigints. What does not fit becomes {@link BEFORE_ALL} or {@link AFTER_ALL}, and its place is flagged.
 */
export class NanosecondWriter {
  readonly values: BigInt64Array;
  readonly #halves: Uint32Array;
  readonly #low: 0 | 1;
  #outOfRange: Uint8Array | undefined;

  constructor(length: number) {
    this.values = new BigInt64Array(length);
    this.#halves = new Uint32Array(this.values.buffer);
    this.#low = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;
  }

  /** 1 where a time could not be held; `undefined` where all could. */
  get outOfRange(): Uint8Array | undefined {
    return this.#outOfRange;
  }

  /** @param seconds whole @param nanoseconds whole, of any size up to 2^52 and sign */
  write(index: number, seconds: number, nanoseconds: number): void {
    const carry = Math.floor(nanoseconds / SECOND);
    const second = seconds + carry;
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      this.#writeNearLimit(index, second, nanoseconds - carry * SECOND);
      return;
    }
    const upper = Math.floor(second / 65536);
    const product = upper * SECOND;
    const upperHigh = Math.floor(product / 65536);
    const rest =
      (product - upperHigh * 65536) * 65536 + (second - upper * 65536) * SECOND + (nanoseconds - carry * SECOND);
    const carried = Math.floor(rest / 4294967296);
    this.#halves[2 * index + this.#low] = rest - carried * 4294967296;
    this.#halves[2 * index + 1 - this.#low] = upperHigh + carried;
  }

  /** Any count of nanoseconds. */
  writeBigInt(index: number, nanoseconds: bigint): void {
    if (nanoseconds >= BEFORE_ALL && nanoseconds <= AFTER_ALL) this.values[index] = nanoseconds;
    else this.writeOutOfRange(index, nanoseconds < 0n);
  }

  /** Flags a time as one that cannot be held. */
  writeOutOfRange(index: number, before: boolean): void {
    this.values[index] = before ? BEFORE_ALL : AFTER_ALL;
    this.#outOfRange ??= new Uint8Array(this.values.length);
    this.#outOfRange[index] = 1;
  }

  #writeNearLimit(index: number, second: number, nanosecond: number): void {
    if (Math.abs(second) > LAST_SECOND + 2) this.writeOutOfRange(index, second < 0);
    else this.writeBigInt(index, BigInt(second) * BigInt(SECOND) + BigInt(nanosecond));
  }
}
