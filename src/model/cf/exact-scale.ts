/**
 * Counts of a unit of time as nanoseconds: each stored number is taken as the exact fraction that it is, multiplied by
 * the unit, added to the reference, and rounded once, to the nearest nanosecond (ties to even).
 *
 * @module
 */
import type { NumericArray } from '../data-type.js';
import { SECOND } from './nanosecond-writer.js';

/** Takes one time for each index, in either form. */
export interface TimeSink {
  /** @param seconds whole @param nanoseconds whole, of any size up to 2^52 and sign */
  write(index: number, seconds: number, nanoseconds: number): void;
  writeBigInt(index: number, nanoseconds: bigint): void;
  writeOutOfRange(index: number, before: boolean): void;
}

/** Beyond these seconds (300 centuries) nothing is near a time that can be held. */
const FAR = 1e12;

/**
 * Gives `sink` the time of each value that `nulls` does not flag.
 *
 * @param unit nanoseconds of the unit: a divisor or a multiple of a second's
 * @param reference nanoseconds to add
 */
export function scaleExactly(
  values: NumericArray,
  unit: bigint,
  reference: bigint,
  nulls: Uint8Array | undefined,
  sink: TimeSink,
): void {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    scaleBigInts(values, unit, reference, nulls, sink);
  else scaleNumbers(values, new Scale(unit, reference, sink), nulls);
}

function scaleBigInts(
  values: BigInt64Array | BigUint64Array,
  unit: bigint,
  reference: bigint,
  nulls: Uint8Array | undefined,
  sink: TimeSink,
): void {
  for (let i = 0; i < values.length; i++)
    if (nulls?.[i] !== 1) sink.writeBigInt(i, (values[i] as bigint) * unit + reference);
}

function scaleNumbers(values: ArrayLike<number>, scale: Scale, nulls: Uint8Array | undefined): void {
  for (let i = 0; i < values.length; i++) if (nulls?.[i] !== 1) scale.apply(i, values[i] as number);
}

class Scale {
  readonly #unit: number;
  /** Whole seconds of the unit, or 0 where it is shorter. */
  readonly #unitSeconds: number;
  /** How many of the unit make a second, where it is shorter. */
  readonly #perSecond: number;
  readonly #seconds: number;
  readonly #nanoseconds: number;
  readonly #exact: { readonly unit: bigint; readonly reference: bigint };
  readonly #sink: TimeSink;

  constructor(unit: bigint, reference: bigint, sink: TimeSink) {
    this.#unit = Number(unit);
    this.#unitSeconds = Math.floor(this.#unit / SECOND);
    this.#perSecond = SECOND / this.#unit;
    const nanoseconds = ((reference % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    this.#nanoseconds = Number(nanoseconds);
    this.#seconds = Number((reference - nanoseconds) / 1_000_000_000n);
    this.#exact = { unit, reference };
    this.#sink = sink;
  }

  apply(index: number, value: number): void {
    const whole = Math.trunc(value);
    if (this.#unitSeconds === 0) this.#applyShort(index, whole, value - whole);
    else if (Math.abs(whole * this.#unitSeconds) > FAR) this.#sink.writeOutOfRange(index, value < 0);
    else this.#write(index, this.#seconds + whole * this.#unitSeconds, this.#nanoseconds, value - whole);
  }

  /** Units below a second: the quotient can round up by one where the remainder is one short of a second. */
  #applyShort(index: number, whole: number, fraction: number): void {
    if (!Number.isSafeInteger(whole)) {
      this.#applyHuge(index, whole);
      return;
    }
    let seconds = Math.floor(whole / this.#perSecond);
    if (seconds * this.#perSecond > whole) seconds--;
    const rest = (whole - seconds * this.#perSecond) * this.#unit;
    this.#write(index, this.#seconds + seconds, this.#nanoseconds + rest, fraction);
  }

  /** Numbers beyond 2^53 have no fraction. */
  #applyHuge(index: number, whole: number): void {
    if (Number.isFinite(whole)) this.#sink.writeBigInt(index, BigInt(whole) * this.#exact.unit + this.#exact.reference);
    else this.#sink.writeOutOfRange(index, whole < 0);
  }

  /** A second is an even number of nanoseconds, so `nanoseconds` alone tells whether a tie is odd. */
  #write(index: number, seconds: number, nanoseconds: number, fraction: number): void {
    const rounded = fraction === 0 ? 0 : roundProduct(Math.abs(fraction), this.#unit, nanoseconds % 2);
    this.#sink.write(index, seconds, nanoseconds + (fraction < 0 ? -rounded : rounded));
  }
}

/**
 * The exact product of two numbers that are not negative, `a` < 1 and `b` < 2^50, rounded to an integer; a tie is
 * rounded so that the integer and `odd` are even together.
 */
function roundProduct(a: number, b: number, odd: number): number {
  const product = a * b;
  const floor = Math.floor(product);
  // Exact: the difference from one half where it matters, and the product's own error. So is the sign of their sum.
  const overHalf = product - floor - 0.5 + productError(a, b, product);
  if (overHalf !== 0) return overHalf > 0 ? floor + 1 : floor;
  return (floor + odd) % 2 === 0 ? floor : floor + 1;
}

/** 2^27 + 1 cuts a float64 into two halves whose products are exact (Dekker 1971). */
const SPLITTER = 134217729;

/** What `a * b` exactly is more than `product`, which is `a * b` as rounded. */
export function productError(a: number, b: number, product: number): number {
  const scaledA = a * SPLITTER;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = b * SPLITTER;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
