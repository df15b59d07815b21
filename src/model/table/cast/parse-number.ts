const DECIMAL = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const NOT_FINITE: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, infinity: Infinity };

/** Decimal numbers of so many characters differ in float64, too. (What rounds to zero is looked at again.) */
const EXACT_DIGITS = 15;

/** A whole number of any size; `3.0` and `1e3` are whole. `undefined` where the text is not exactly one. */
export function parseInteger(text: string): bigint | undefined {
  const plain = text.length <= EXACT_DIGITS ? plainNumber(text) : undefined;
  if (plain && Number.isInteger(plain)) return BigInt(plain);
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const decimal = parseDecimal(text);
  if (!decimal || decimal.exponent > 40) return undefined;
  const { digits, exponent } = decimal;
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  if (digits === 0n) return 0n;
  if (-exponent > text.length) return undefined;
  const scale = 10n ** BigInt(-exponent);
  return digits % scale === 0n ? digits / scale : undefined;
}

/** The nearest float64; `undefined` where the text is not a number, or a finite one beyond the type's range. */
export function parseFloat64(text: string): number | undefined {
  const plain = plainNumber(text);
  if (plain !== undefined) return plain;
  if (!DECIMAL.test(text)) return parseNotFinite(text);
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The nearest float32, rounded once from the text (not by way of float64); `undefined` as for float64. */
export function parseFloat32(text: string): number | undefined {
  const value = parseFloat64(text);
  if (value === undefined || !Number.isFinite(value)) return value;
  const rounded = Math.fround(value);
  const nearest = rounded === value ? rounded : nearestOf(text, value, rounded);
  return Number.isFinite(nearest) ? nearest : undefined;
}

/**
 * What `Number` makes of a text that it certainly reads as we do: one that is finite, begins and ends as a decimal number
 * (`Number` trims spaces), and has no letter in second place (it knows `0x`, `0o` and `0b`).
 */
function plainNumber(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  const second = text.length > 1 ? text.charCodeAt(1) : 0;
  const letters = second > NINE && second !== LETTER_E && second !== LETTER_E + 32;
  return isNumeral(text.charCodeAt(0)) && isNumeral(text.charCodeAt(text.length - 1)) && !letters ? value : undefined;
}

const [PLUS, SLASH, NINE, LETTER_E] = [0x2b, 0x2f, 0x39, 0x45] as const;

/** One of `0` to `9`, or of `+ , - .`, of which `Number` takes no comma. */
function isNumeral(code: number): boolean {
  return code >= PLUS && code <= NINE && code !== SLASH;
}

function parseNotFinite(text: string): number | undefined {
  const parts = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  const magnitude = parts && NOT_FINITE[(parts[2] as string).toLowerCase()];
  return magnitude === undefined || magnitude === null ? undefined : parts?.[1] === '-' ? -magnitude : magnitude;
}

/** Only where float64 lies exactly between two float32 has the first rounding hidden which of them is nearer to the text. */
function nearestOf(text: string, value: number, rounded: number): number {
  if (Math.abs(value) >= SMALLEST_NORMAL && !isHalfway(value)) return rounded;
  const other = neighbour(rounded, value > rounded);
  if (Math.abs(other - value) !== Math.abs(value - rounded)) return rounded;
  const side = compareToText(text, value);
  if (side === 0) return rounded;
  return side > 0 === other > rounded ? other : rounded;
}

/** The smallest float32 that has all of its digits. */
const SMALLEST_NORMAL = 2 ** -126;
const scratch = new Float64Array(1);
const scratchBits = new BigUint64Array(scratch.buffer);
const scratchWords = new Uint32Array(scratch.buffer);
const LOW_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;

/** Whether the 29 bits that float32 does not have are 1000…0. */
function isHalfway(value: number): boolean {
  scratch[0] = value;
  return ((scratchWords[LOW_WORD] as number) & 0x1fffffff) === 0x10000000;
}

/** The float32 next to `value`, above or below it. */
function neighbour(value: number, above: boolean): number {
  if (value === 0) return above ? 2 ** -149 : -(2 ** -149);
  const bits = new Int32Array(new Float32Array([value]).buffer);
  (bits[0] as number) += value > 0 === above ? 1 : -1;
  return new Float32Array(bits.buffer)[0] as number;
}

/** The sign of (exact value of `text`) − `value`. */
function compareToText(text: string, value: number): number {
  const { digits, exponent } = parseDecimal(text) as Decimal;
  const { mantissa, power } = binaryParts(value);
  const left = digits * 10n ** BigInt(Math.max(exponent, 0)) * 2n ** BigInt(Math.max(-power, 0));
  const right = mantissa * 2n ** BigInt(Math.max(power, 0)) * 10n ** BigInt(Math.max(-exponent, 0));
  return left === right ? 0 : left > right ? 1 : -1;
}

/** `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function parseDecimal(text: string): Decimal | undefined {
  const parts = DECIMAL.exec(text);
  if (!parts) return undefined;
  const [whole = '', fraction = ''] = (parts[2] as string).split('.');
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: parts[1] === '-' ? -digits : digits, exponent: Number(parts[3] ?? 0) - fraction.length };
}

/** `value` as `mantissa` × 2^`power`, exactly. */
function binaryParts(value: number): { mantissa: bigint; power: number } {
  scratch[0] = Math.abs(value);
  const bits = scratchBits[0] as bigint;
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -mantissa : mantissa, power: Math.max(biased, 1) - 1075 };
}
