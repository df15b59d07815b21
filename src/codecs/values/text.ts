import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';

/** @throws CO_UNEXPECTED for numbers */
export function textsIn(values: StoredArray): readonly string[] {
  if (!ArrayBuffer.isView(values)) return values;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason: `'${values.constructor.name}' given for texts` });
}

/** @throws CO_CODEC_VALUE for text with a lone surrogate: no encoding of Unicode can tell it */
export function checkWellFormed(text: string, type: string): void {
  if (/\p{Surrogate}/u.test(text)) throw textRefused(text, type, 'it has a lone surrogate');
}

/** The error for a text that does not fit its type. */
export function textRefused(text: string, type: string, reason: string): CloudOptimisedError<'CO_CODEC_VALUE'> {
  return new CloudOptimisedError('CO_CODEC_VALUE', { value: text, type, reason });
}
