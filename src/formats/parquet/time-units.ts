import { CloudOptimisedError } from '../../errors/index.js';
import type { FixedType } from '../../model/table/column.js';
import type { ColumnSource } from './column-source.js';

/** How counts of one unit become counts of another: times `multiply`, divided by `divide` without a rest. */
export interface UnitChange {
  readonly type: FixedType;
  readonly multiply: bigint;
  readonly divide: bigint;
}

type Counts = Int32Array | BigInt64Array;

/** The counts in the other unit. @throws CO_TIME_OUT_OF_RANGE where one does not fit, or would lose its fraction */
export function inUnit(
  counts: Counts,
  nulls: Uint8Array | undefined,
  change: UnitChange,
  source: ColumnSource,
): Counts {
  const { type, multiply, divide } = change;
  if (multiply === 1n && divide === 1n && fits(counts, type)) return counts;
  const into = fits(new Int32Array(0), type) ? new Int32Array(counts.length) : new BigInt64Array(counts.length);
  for (let row = 0; row < counts.length; row++) {
    if (nulls?.[row] === 1) continue;
    const scaled = BigInt(counts[row] as number | bigint) * multiply;
    const count = scaled / divide;
    if (scaled % divide !== 0n || BigInt.asIntN(64, count) !== count) throw outOfRange(counts, row, source);
    into[row] = (into instanceof Int32Array ? Number(count) : count) as never;
  }
  return into;
}

function fits(counts: Counts, type: FixedType): boolean {
  return counts instanceof Int32Array === (type === 'date32[day]' || type === 'time32[s]');
}

function outOfRange(counts: Counts, index: number, source: ColumnSource): CloudOptimisedError {
  return new CloudOptimisedError('CO_TIME_OUT_OF_RANGE', { ...source, index, value: String(counts[index]) });
}
