import type { NumericType } from '../../data-type.js';

/** The whole numbers that an integer type holds, both ends included. */
export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

/** The range of `int8` … `uint64`; `undefined` for the other types. */
export function integerRange(type: string): IntegerRange | undefined {
  const parts = /^(u?)int(8|16|32|64)$/.exec(type);
  if (!parts) return undefined;
  const bits = BigInt(parts[2] as string);
  return parts[1] === 'u'
    ? { min: 0n, max: (1n << bits) - 1n }
    : { min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n };
}

/** Whether numbers of `type` are held as `bigint`. */
export function isWide(type: NumericType): boolean {
  return type === 'int64' || type === 'uint64';
}
