import { parseMoment } from '../table/cast/parse-time.js';
import { type Column, type FixedColumn, isFixed } from '../table/column.js';
import type { Table } from '../table/table.js';
import { extentOf } from './extent.js';
import type { InspectedVariable, Inspection } from './inspection.js';
import { positionLimits } from './position-limits.js';

/**
 * Looks at a table. A column of texts that are all times by ISO 8601 is one of times.
 */
export function inspectTable(table: Table, known: Pick<Inspection, 'uri' | 'format' | 'bytes'>): Inspection {
  const candidates = table.names.map((name) => ({
    name,
    dimensions: [],
    attributes: table.columnAttributes.get(name) ?? new Map(),
  }));
  const limits = positionLimits(candidates);
  const variables = candidates.map(({ name, dimensions, attributes }): InspectedVariable => {
    const column = asTimes(table.column(name));
    return {
      name,
      type: column.type,
      dimensions,
      shape: [],
      attributes,
      extent: extentOf(column, limits.get(name)),
      isList: isList(column),
    };
  });
  const { rows, attributes } = table;
  return { ...known, dimensions: new Map(), variables, attributes, rows, notes: [], close: async () => {} };
}

/** The column, or the times that all of its texts tell. */
function asTimes(column: Column): Column {
  if (isFixed(column) || column.type !== 'string' || column.categories.length === 0) return column;
  const moments = column.categories.map((text) => parseMoment(String(text).trim()));
  if (moments.some((moment) => moment === undefined || BigInt.asIntN(64, moment) !== moment)) return column;
  const values = BigInt64Array.from(column.codes, (code) => moments[code] ?? 0n);
  const nulls = Uint8Array.from(column.codes, (code) => (code === -1 ? 1 : 0));
  return { type: 'timestamp[ns]', values, nulls } satisfies FixedColumn;
}

/** Whether all texts are numbers, some of them several with commas between. */
function isList(column: Column): boolean {
  if (isFixed(column) || column.type !== 'string') return false;
  const texts = column.categories.map((text) => String(text).trim()).filter((text) => text !== '');
  const isNumber = (part: string) => part.trim() !== '' && (part.trim() === 'NaN' || Number.isFinite(Number(part)));
  return texts.some((text) => text.includes(',')) && texts.every((text) => text.split(',').every(isNumber));
}
