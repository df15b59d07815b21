/**
 * Whether an array tells the values of a source exactly, as far as types and packings tell.
 *
 * @module
 */
import { type NumberEncoding, numberEncodingOf, packsAlike } from '../../model/cf/number-encoding.js';
import { liesOnSteps, PLAIN, tellSteps } from '../../model/cf/packing-steps.js';
import { byteSize, isInteger, isNumeric } from '../../model/data-type.js';
import { storedTypeOf, targetEncodingOf } from './fit-encoding.js';
import type { FitSubject } from './fit-subject.js';

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
    return told(`, ${tellSteps(source, target)}, and is rounded to ${tellSteps(target, source)}`);
  }
  const rounds = to.type === 'float32' && hasMoreDigits(from, to, variable.attributes);
  return rounds
    ? told(`${from.packing ? `, ${tellSteps(source, PLAIN)},` : ''} and is rounded to '${to.type}'`)
    : undefined;
}

/** Packed integers stand for numbers of the type of their packing's attributes (CF 8.1): of floats of 32 bits where these are such. */
function hasMoreDigits(from: NumberEncoding, to: NumberEncoding, attributes: FitSubject['variable']['attributes']) {
  if (from.type === 'float64') return true;
  if (packsAlike(from.packing, to.packing)) return false;
  if (to.packing || !isInteger(from.type)) return true;
  const own = [attributes.get('scale_factor'), attributes.get('add_offset')].filter((value) => value !== undefined);
  return byteSize(from.type) > 2 || !own.every((value) => value instanceof Float32Array);
}
