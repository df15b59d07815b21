import { packsAlike } from './number-encoding.js';
import type { Packing } from './unpack.js';

/** What packs nothing. */
export const PLAIN: Packing = { scale: 1, offset: 0 };

/** Whether each step of one packing is one of the other: `(n × scale + offset − offset′) / scale′` is whole for all n. */
export function liesOnSteps(source: Packing, target: Packing): boolean {
  if (packsAlike(source, target)) return true;
  const ratio = source.scale / target.scale;
  const shift = (source.offset - target.offset) / target.scale;
  // Decimal scales are no exact floats: what is off by less than this still meets its step over all numbers of 32 bits.
  const isRatio = Math.abs(ratio - Math.round(ratio)) <= Math.abs(ratio) * 1e-12;
  return isRatio && Math.round(ratio) !== 0 && Math.abs(shift - Math.round(shift)) <= 1e-6;
}

/** `steps of 0.01`, `steps of 0.01 from 273.15`. @param other its offset need not be told where both have the same */
export function tellSteps({ scale, offset }: Packing, other: Packing = PLAIN): string {
  return `steps of ${scale}${offset === other.offset ? '' : ` from ${offset}`}`;
}
