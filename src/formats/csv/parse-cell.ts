import { converter } from '../../model/table/cast/converter.js';
import type { Converter } from '../../model/table/cast/stored.js';
import type { ColumnType } from '../../model/table/column.js';
import type { CsvOptions } from './options.js';

/** Parses a cell with the options' decimal point, thousands and booleans. Spaces around a value are not part of it. */
export function parserOf(type: ColumnType, options: CsvOptions): Converter {
  const convert = converter('string', type) ?? (() => undefined);
  const { decimal, thousands, trueTexts, falseTexts } = options;
  const parse: Converter = (text) => convert(text) ?? convert((text as string).trim());
  if (type === 'bool')
    return (text) => (trueTexts.has(text as string) ? 1 : falseTexts.has(text as string) ? 0 : parse(text));
  const numeric = !/^(timestamp|date|time)/.test(type);
  if (!numeric || (decimal === '.' && thousands === null)) return parse;
  return (text) => parse(plainNumber(text as string, decimal, thousands));
}

/** A number as it is written in the C locale; a text that has a plain point where it should not is left to fail. */
function plainNumber(text: string, decimal: string, thousands: string | null): string {
  const joined = thousands === null ? text : text.replaceAll(thousands, '');
  if (decimal === '.') return joined;
  return joined.includes('.') ? 'not a number' : joined.replace(decimal, '.');
}
