/**
 * What the distance between neighbouring labels must be, from its text.
 *
 * @module
 */

/** A demand on the distances between labels. */
export type AppendStep =
  | { readonly kind: 'increasing' }
  | { readonly kind: 'decreasing' }
  /** For times: nanoseconds. */
  | { readonly kind: 'duration'; readonly nanoseconds: bigint; readonly text: string }
  /** For times: months of the calendar. */
  | { readonly kind: 'months'; readonly months: number; readonly text: string }
  /** A difference of labels that are numbers; seconds of labels that are times. */
  | { readonly kind: 'number'; readonly difference: number; readonly text: string };

/** Nanoseconds of numpy's units of time; `m` are minutes and `M` months. */
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  D: 86_400_000_000_000n,
  W: 604_800_000_000_000n,
};
const MONTHS: Readonly<Record<string, number>> = { M: 1, Y: 12 };

/** The most digits that a count may have. */
const COUNT = /^\s*([+-]?\d{1,15})?\s*([A-Za-z]+)\s*$/;

/** A step, or in words why a text or number is none. `null` and nothing make no demand. */
export function parseAppendStep(written: string | number | null | undefined): AppendStep | string | undefined {
  if (written === undefined || written === null) return undefined;
  if (written === '+') return { kind: 'increasing' };
  if (written === '-') return { kind: 'decreasing' };
  if (typeof written === 'string') return parseDuration(written);
  if (written === 0 || !Number.isFinite(written)) return `'${written}' is no distance`;
  return { kind: 'number', difference: written, text: String(written) };
}

function parseDuration(text: string): AppendStep | string {
  const [, count = '1', unit = ''] = COUNT.exec(text) ?? [];
  if (unit === '') return `'${text}' is neither '+', '-', nor a whole number and a unit of time, such as '6h' or '-1D'`;
  if (Number(count) === 0) return `'${text}' is no distance`;
  if (Object.hasOwn(MONTHS, unit)) return { kind: 'months', months: Number(count) * (MONTHS[unit] ?? 0), text };
  const nanoseconds = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
  if (nanoseconds === undefined) {
    return `'${unit}' in '${text}' is no unit of time; there are ${Object.keys({ ...NANOSECONDS, ...MONTHS }).join(', ')}`;
  }
  return { kind: 'duration', nanoseconds: BigInt(count) * nanoseconds, text };
}
