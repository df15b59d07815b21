/**
 * Whether an array tells the values of a source exactly, as far as types and packings tell.
 *
 * @module
 */
import { type NumberEncoding, numberEncodingOf, packsAlike } from '../../model/cf/number-encoding.js';
import type { Packing } from '../../model/cf/unpack.js';
import { byteSize, isInteger, isNumeric } from '../../model/data-type.js';
import { storedTypeOf, targetEncodingOf } from './fit-encoding.js';
import type { FitSubject } from './fit-subject.js';

/** What packs nothing. */
const PLAIN: Packing = { scale: 1, offset: 0 };

/**
 * Says how values are rounded where the array cannot tell them all exactly: to steps of its packing (CF 8.1), or to floats that hold fewer
 * digits. Times are counted exactly or refused, and whole numbers that do not fit are refused: neither is rounded.
 *
 * @returns a sentence without a full stop; `undefined` where nothing is rounded
 */
export function roundingOf({ variable, parent, array, arrayParent }: FitSubject): string | undefined {
  if (!isNumeric(variable.type) || !isNumeric(storedTypeOf(array.type))) return undefined;
  const from = numberEncodingOf(variable.type, variable.attributes, parent);
  const to = targetEncodingOf(array, arrayParent);
  if (from.time && to.time) return undefined;
  const [source, target] = [from.packing ?? PLAIN, to.packing ?? PLAIN];
  const told = (how: string) => `variable '${variable.name}' is '${variable.type}'${how}`;
  if (isInteger(to.type)) {
    if (!to.packing) return undefined;
    if (!isInteger(from.type)) return told(` and is rounded to steps of ${target.scale}`);
    if (liesOnSteps(source, target)) return undefined;
    return told(`, ${tell(source, target)}, and is rounded to ${tell(target, source)}`);
  }
  const rounds = to.type === 'float32' && hasMoreDigits(from, to, variable.attributes);
  return rounds ? told(`${from.packing ? `, ${tell(source, PLAIN)},` : ''} and is rounded to '${to.type}'`) : undefined;
}

/** Whether each step of one packing is one of the other: `(n × scale + offset − offset′) / scale′` is whole for all n. */
export function liesOnSteps(source: Packing, target: Packing): boolean {
  if (packsAlike(source, target)) return true;
  const ratio = source.scale / target.scale;
  const shift = (source.offset - target.offset) / target.scale;
  // Decimal scales are no exact floats: what is off by less than this still meets its step over all numbers of 32 bits.
  const isRatio = Math.abs(ratio - Math.round(ratio)) <= Math.abs(ratio) * 1e-12;
  return isRatio && Math.round(ratio) !== 0 && Math.abs(shift - Math.round(shift)) <= 1e-6;
}

/** Offsets are told where they differ. */
function tell({ scale, offset }: Packing, other: Packing): string {
  return `steps of ${scale}${offset === other.offset ? '' : ` from ${offset}`}`;
}

/** Packed integers stand for numbers of the type of their packing's attributes (CF 8.1): of floats of 32 bits where these are such. */
function hasMoreDigits(from: NumberEncoding, to: NumberEncoding, attributes: FitSubject['variable']['attributes']) {
  if (from.type === 'float64') return true;
  if (packsAlike(from.packing, to.packing)) return false;
  if (to.packing || !isInteger(from.type)) return true;
  const own = [attributes.get('scale_factor'), attributes.get('add_offset')].filter((value) => value !== undefined);
  return byteSize(from.type) > 2 || !own.every((value) => value instanceof Float32Array);
}
