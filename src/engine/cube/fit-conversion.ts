/**
 * How the stored values of a source's variable become the stored values of a cube's array.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import {
  convertNumbers,
  encodingConflict,
  type Refusals,
  type TargetEncoding,
} from '../../model/cf/convert-numbers.js';
import { type NumberEncoding, numberEncodingOf, standsForTheSame } from '../../model/cf/number-encoding.js';
import { isNumeric, type NumericArray, type StoredArray } from '../../model/data-type.js';
import { isHalf } from '../../model/half.js';
import { elementTypeOf, type ZarrArray } from '../../model/zarr/array.js';
import { targetEncodingOf } from './fit-encoding.js';
import { type Conversion, type FitSubject, type Locate, valueError } from './fit-subject.js';
import { convertTexts } from './fit-texts.js';

const RAW: Conversion = { isRaw: true, apply: (values) => values };

/** @throws CO_CUBE_TYPE, CO_CUBE_TIME where no value could ever be converted */
export function conversionOf(subject: FitSubject): Conversion {
  const { variable, array } = subject;
  if (isText(array) !== (variable.type === 'string')) throw wrongKind(subject);
  if (isText(array)) return convertTexts(subject);
  if (variable.type === 'char' || !isNumeric(variable.type)) throw wrongKind(subject);
  return convertsNumbers(subject, numberEncodingOf(variable.type, variable.attributes, subject.parent));
}

function isText({ type }: ZarrArray): boolean {
  return type !== 'bool' && !isNumeric(type);
}

function wrongKind({ uri, variable, array }: FitSubject): CloudOptimisedError {
  const reason = isText(array) ? 'numbers are no text' : 'text is no number';
  const found = variable.type;
  return new CloudOptimisedError('CO_CUBE_TYPE', { uri, variable: variable.name, expected: array.type, found, reason });
}

function convertsNumbers(subject: FitSubject, from: NumberEncoding): Conversion {
  const { array, arrayParent, origin, uri, variable } = subject;
  const to = targetEncodingOf(array, arrayParent);
  const conflict = encodingConflict(from, to);
  if (conflict !== undefined) throw timeError(uri, variable.name, calendarText(from), to, conflict, 'meaning');
  const isBool = array.type === 'bool';
  const isNarrow = isBool || array.element === 'float16';
  if (standsForTheSame(from, to) && (!isNarrow || origin === elementTypeOf(array))) return RAW;
  const apply = (values: StoredArray, locate: Locate) => {
    const converted = convertNumbers(values as NumericArray, from, to, refusalsOf(subject, from, to, locate));
    if (isBool) checkTruth(converted, subject, locate);
    if (array.element === 'float16') checkHalf(converted, subject, locate);
    return converted;
  };
  return { isRaw: false, apply };
}

function calendarText({ time }: NumberEncoding): string {
  return time?.isMoment ? `${time.units} (${time.calendar})` : (time?.units ?? '');
}

function timeError(
  uri: string,
  variable: string,
  value: string,
  to: TargetEncoding,
  reason: string,
  trouble: 'meaning' | 'precision' = 'precision',
) {
  return new CloudOptimisedError('CO_CUBE_TIME', {
    uri,
    variable,
    value,
    units: to.time?.units ?? '',
    reason,
    trouble,
  });
}

function refusalsOf(subject: FitSubject, from: NumberEncoding, to: TargetEncoding, locate: Locate): Refusals {
  const { uri, variable } = subject;
  return {
    value: (index, value) => {
      throw valueError(subject, String(value), locate(index));
    },
    time: (index, value) => {
      const at = `at [${locate(index).join(', ')}] has no number of type ${to.type} there that is the same time`;
      throw timeError(uri, variable.name, `${value} ${from.time?.units}`, to, at);
    },
  };
}

function checkTruth(values: NumericArray, subject: FitSubject, locate: Locate): void {
  const wrong = values.findIndex((value: number | bigint) => value !== 0 && value !== 1);
  if (wrong >= 0) throw valueError(subject, String(values[wrong]), locate(wrong));
}

function checkHalf(values: NumericArray, subject: FitSubject, locate: Locate): void {
  const wrong = values.findIndex((value: number | bigint) => !isHalf(Number(value)));
  if (wrong >= 0) throw valueError(subject, String(values[wrong]), locate(wrong));
}
