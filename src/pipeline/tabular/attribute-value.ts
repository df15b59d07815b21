/**
 * Attributes of a file as values of a column, with the leniency that archives need.
 *
 * @module
 */
import { type AttributeValue, attributeToJson } from '../../model/attributes.js';
import { isInteger, isNumeric } from '../../model/data-type.js';
import { castColumn } from '../../model/table/cast.js';
import { type ColumnType, textsOf } from '../../model/table/column.js';

/** A value for the column, as text that casts to its type, and what was done to it where that was more than reading it. */
export interface ReadValue {
  readonly text: string;
  readonly note?: string;
}

const NOWHERE = { uri: '', column: '' };
const LEADING_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)/;
const PLAIN_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/**
 * Reads an attribute as the text of a value of `type`. Where it is absent or blank, or no number can be read for a column of
 * numbers, the config's `_FillValue` stands in, or else `''`, −9999 or false. `'16m'` is read as 16, and 3.7 as 3 in a column
 * of integers, as AODN's tool does; a note says so.
 */
export function readAttribute(attribute: AttributeValue | undefined, type: ColumnType, fill: unknown): ReadValue {
  const text = attribute === undefined ? '' : attributeAsText(attribute);
  if (text.trim() === '') return { text: fillOf(type, fill) };
  if (isNumeric(type)) return readNumber(text, type, fill);
  return { text: type === 'bool' ? readFlag(text, fill) : text };
}

/** Numbers of 32 bits by the digits that tell them, not by those of the nearest 64 bits. */
function attributeAsText(attribute: AttributeValue): string {
  if (attribute instanceof Float32Array)
    return textsOf(castColumn({ type: 'float32', values: attribute }, 'string', NOWHERE)).join(' ');
  const plain = attributeToJson(attribute);
  return Array.isArray(plain) ? plain.join(' ') : String(plain);
}

function readNumber(text: string, type: ColumnType, fill: unknown): ReadValue {
  const digits = PLAIN_NUMBER.test(text) ? text : LEADING_NUMBER.exec(text)?.[0];
  if (digits === undefined) return { text: fillOf(type, fill), note: `'${text}' is no number` };
  const number = isInteger(type) ? wholeNumber(digits.trim()) : digits.trim();
  const isExact = digits === text && (number === digits.trim() || Number(number) === Number(digits));
  return isExact ? { text: number } : { text: number, note: `'${text}' is read as ${Number(number)}` };
}

/** Without what stands after the point. What is no finite number is left to the cast, which refuses it. */
function wholeNumber(digits: string): string {
  const number = Number(digits);
  return /^[+-]?\d+$/.test(digits) || !Number.isFinite(number) ? digits : String(BigInt(Math.trunc(number)));
}

function readFlag(raw: string, fill: unknown): string {
  const text = raw.trim().toLowerCase();
  if (['true', '1', 'yes', 'y'].includes(text)) return 'true';
  return ['false', '0', 'no', 'n'].includes(text) ? 'false' : fillOf('bool', fill);
}

function fillOf(type: ColumnType, fill: unknown): string {
  if (isNumeric(type)) {
    const given = fill === undefined || fill === null || fill === '' ? Number.NaN : Number(fill);
    return Number.isNaN(given) ? '-9999' : String(fill).trim();
  }
  if (type === 'bool') return String(fill === true);
  return typeof fill === 'string' ? fill : '';
}
