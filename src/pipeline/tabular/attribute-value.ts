/**
 * Attributes of a file as values of a column, with the leniency that archives need.
 *
 * @module
 */
import { type AttributeValue, attributeToJson } from '../../model/attributes.js';
import { isInteger, isNumeric } from '../../model/data-type.js';
import type { ColumnType } from '../../model/table/column.js';

/** A value for the column, and what was done to it where that was more than reading it. */
export interface ReadValue {
  readonly value: unknown;
  readonly note?: string;
}

const LEADING_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)/;
const PLAIN_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/**
 * Reads an attribute as a value of `type`. Where it is absent or blank, or no number can be read for a column of numbers,
 * the config's `_FillValue` stands in, or else `''`, −9999 or false. `'16m'` is read as 16, and 3.7 as 3 in a column of
 * integers, as AODN's tool does; a note says so.
 */
export function readAttribute(attribute: AttributeValue | undefined, type: ColumnType, fill: unknown): ReadValue {
  const raw = attribute === undefined ? undefined : attributeToJson(attribute);
  if (raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === ''))
    return { value: fillOf(type, fill) };
  if (isNumeric(type)) return readNumber(raw, type, fill);
  if (type === 'bool') return { value: readFlag(raw, fill) };
  return { value: Array.isArray(raw) ? raw.join(' ') : String(raw) };
}

function readNumber(raw: unknown, type: ColumnType, fill: unknown): ReadValue {
  const text = String(raw);
  const digits = PLAIN_NUMBER.test(text) ? text : LEADING_NUMBER.exec(text)?.[0];
  if (digits === undefined) return { value: fillOf(type, fill), note: `'${text}' is no number` };
  const number = Number(digits);
  const value = isInteger(type) ? Math.trunc(number) : number;
  return value === number && digits === text ? { value } : { value, note: `'${text}' is read as ${value}` };
}

function readFlag(raw: unknown, fill: unknown): boolean {
  const text = String(raw).trim().toLowerCase();
  if (['true', '1', 'yes', 'y'].includes(text)) return true;
  return ['false', '0', 'no', 'n'].includes(text) ? false : Boolean(fillOf('bool', fill));
}

function fillOf(type: ColumnType, fill: unknown): unknown {
  if (isNumeric(type)) {
    const given = fill === undefined || fill === null || fill === '' ? Number.NaN : Number(fill);
    return Number.isNaN(given) ? -9999 : given;
  }
  if (type === 'bool') return fill === true;
  return typeof fill === 'string' ? fill : '';
}
