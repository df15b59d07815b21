import type { Stored } from '../../model/table/cast/stored.js';
import { type CastSource, castColumn } from '../../model/table/cast.js';
import {
  type CodedColumn,
  type Column,
  type ColumnType,
  type FixedColumn,
  nullColumn,
} from '../../model/table/column.js';
import type { CsvOptions } from './options.js';
import { parserOf } from './parse-cell.js';

/**
 * The column that texts make: of the declared type, or else of the narrowest of int64, float64 and bool (or of times,
 * where the options say so) that all of them fit, or else texts.
 *
 * @throws CO_COLUMN_CAST where a declared type does not fit
 */
export function columnOfTexts(
  texts: CodedColumn,
  declared: ColumnType | undefined,
  options: CsvOptions,
  isTime: boolean,
  source: CastSource,
): Column {
  if (declared) return castColumn(texts, declared, source);
  const filled = (texts.categories as readonly string[]).filter((text) => text !== '');
  if (!options.inferTypes || filled.length === 0) return texts;
  for (const type of candidates(filled, options, isTime)) {
    const column = parsed(texts, type, options);
    if (column) return column;
  }
  return texts;
}

function candidates(texts: readonly string[], options: CsvOptions, isTime: boolean): ColumnType[] {
  if (isTime) return ['timestamp[ns]'];
  const { trueTexts, falseTexts, thousands } = options;
  const isWhole = (text: string) => /^\s*[+-]?\d+\s*$/.test(thousands === null ? text : text.replaceAll(thousands, ''));
  const isTruth = (text: string) => /^\s*(true|false)\s*$/i.test(text) || trueTexts.has(text) || falseTexts.has(text);
  if (texts.every(isTruth)) return ['bool'];
  return texts.every(isWhole) ? ['int64', 'float64'] : ['float64'];
}

/** All texts in this type, `undefined` where one does not fit. An empty text has no value. */
function parsed(texts: CodedColumn, type: ColumnType, options: CsvOptions): Column | undefined {
  const parse = parserOf(type, options);
  const values: (Stored | null)[] = [];
  for (const text of texts.categories) {
    const value = text === '' ? null : parse(text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return spread(texts.codes, values, type);
}

function spread(codes: Int32Array, values: readonly (Stored | null)[], type: ColumnType): Column {
  const column = nullColumn(type, codes.length) as FixedColumn & { nulls: Uint8Array };
  codes.forEach((code, row) => {
    const value = values[code] ?? null;
    if (value === null) return;
    column.values[row] = value as never;
    column.nulls[row] = 0;
  });
  return column.nulls.includes(1) ? column : { ...column, nulls: undefined };
}
