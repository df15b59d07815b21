/**
 * The stored values of a variable as the column that a person expects.
 *
 * @module
 */
import { type Attributes, attributeText } from '../../model/attributes.js';
import { type DecodedArray, decodeVariable } from '../../model/cf/decode-variable.js';
import { isTimeUnits, parseTimeUnits } from '../../model/cf/time-units.js';
import type { NumericArray, StoredArray } from '../../model/data-type.js';
import type { Variable } from '../../model/dataset.js';
import { type Column, isFixed } from '../../model/table/column.js';

/** A decoded variable; `unheld` has the stored number of each time that nanoseconds cannot hold, where there is any. */
export interface Decoded {
  readonly column: Column;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly unheld?: Column | undefined;
}

/** Calendars of which each date is one of the Gregorian calendar too. The others have a 30 February, or a 29th in 2100. */
const TOLD_BY_DATE = new Set(['standard', 'gregorian', 'proleptic_gregorian', 'noleap', '365_day']);

/** Where a Zarr store has no chars, no dimension is the length of a text. */
const NO_TEXT_DIMENSIONS: ReadonlySet<string> = new Set();

/**
 * Decodes stored values of `shape`, row-major: missing values become nulls, packed ones are unpacked, times become `timestamp[ns]`.
 * Times of a calendar that has dates which the Gregorian one does not stay numbers, as do those whose units nobody understands.
 */
export async function decodeColumn(
  variable: Variable,
  values: StoredArray,
  shape: readonly number[],
  uri: string,
): Promise<Decoded> {
  const view = { ...variable, shape, read: async () => values };
  // Any type of numbers keeps the numbers of times as they are.
  const declared = countsTime(variable.attributes) && !tellsTime(variable.attributes) ? 'float64' : undefined;
  const decoded = await decodeVariable(view, { uri, textDimensions: NO_TEXT_DIMENSIONS, declared });
  const { column, dimensions } = decoded;
  return { column: asBoolean(column, variable), dimensions, shape, unheld: unheldOf(decoded, values, variable) };
}

/** Whether the numbers of a variable count time since a date. */
export function countsTime(attributes: Attributes): boolean {
  return isTimeUnits(attributeText(attributes, 'units') ?? '');
}

/** Whether these times can be told as timestamps. */
export function tellsTime(attributes: Attributes): boolean {
  const calendar = (attributeText(attributes, 'calendar') ?? 'standard').trim().toLowerCase();
  return TOLD_BY_DATE.has(calendar) && parseTimeUnits(attributeText(attributes, 'units') ?? '') !== undefined;
}

function asBoolean(column: Column, { encoded }: Variable): Column {
  if (encoded?.array.type !== 'bool' || !isFixed(column) || column.type !== 'int8') return column;
  return { ...column, type: 'bool', values: Uint8Array.from(column.values as Int8Array) };
}

function unheldOf({ outOfRange }: DecodedArray, values: StoredArray, { type }: Variable): Column | undefined {
  if (!outOfRange) return undefined;
  const nulls = outOfRange.map((flag) => 1 - flag);
  return { type: type as 'int64', values: values as NumericArray, nulls };
}
