/**
 * What the stored values of a variable mean by the CF conventions: missing values, packing, times, texts.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../attributes.js';
import { isNumeric, type NumericArray } from '../data-type.js';
import { type Region, sizeOf, type Variable } from '../dataset.js';
import { type Column, type ColumnType, columnOf, type FixedColumn } from '../table/column.js';
import { calendarOf } from './calendar.js';
import { type DecodedTimes, decodeDurations, decodeTimes } from './decode-time.js';
import { fillValuesOf, missingMask } from './missing-values.js';
import { decodeCells } from './text.js';
import { isTimeUnits, parseTimeUnits, unitNanoseconds } from './time-units.js';
import { packingOf, unpack } from './unpack.js';
import { applyUnsigned, type TypedNumbers } from './unsigned.js';

/** A variable's values by their meaning. */
export interface DecodedArray {
  /** Row-major over `dimensions`. */
  readonly column: Column;
  /** Those of the variable, without that of its texts' length. */
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  /** 1 where a time cannot be held; the column has a null there. Absent where all can. */
  readonly outOfRange?: Uint8Array | undefined;
  /** Attributes that were passed over, and why. */
  readonly ignored: readonly string[];
}

/** How a variable is decoded. */
export interface DecodeOptions {
  /** The address of its file, for messages. */
  readonly uri: string;
  /** The dimensions that are lengths of texts: `textDimensions(dataset)`. */
  readonly textDimensions: ReadonlySet<string>;
  /** The type that a schema declares: a type of numbers keeps times as stored numbers, `duration[ns]` makes durations. */
  readonly declared?: ColumnType | undefined;
  /** A box in `dimensions` without that of the texts' length; everything without it. */
  readonly region?: Region | undefined;
}

/**
 * Reads and decodes a variable.
 *
 * - Numbers keep their type; packed ones become float64. Missing values and not-a-number become nulls.
 * - `<unit> since <date>` gives `timestamp[ns]`, each time the exact one rounded once, unless a type of numbers is declared.
 * - Chars become texts, one for each place of the other dimensions; strings stay what they are.
 *
 * @throws CO_TIME_UNITS where units or calendar cannot be understood, or what reading throws
 */
export async function decodeVariable(variable: Variable, options: DecodeOptions): Promise<DecodedArray> {
  if (isNumeric(variable.type)) return decodeNumbers(variable, options);
  return variable.type === 'char' ? decodeChars(variable, options) : decodeStrings(variable, options);
}

async function decodeChars(variable: Variable, { textDimensions, region }: DecodeOptions): Promise<DecodedArray> {
  const last = variable.dimensions.at(-1);
  const joined = last !== undefined && textDimensions.has(last);
  const dimensions = joined ? variable.dimensions.slice(0, -1) : variable.dimensions;
  const width = joined ? (variable.shape.at(-1) ?? 1) : 1;
  const shape = region?.count ?? variable.shape.slice(0, dimensions.length);
  const bytes = await variable.read(region && joined ? withTexts(region, width) : region);
  const column = decodeCells(bytes as Uint8Array, width, sizeOf(shape), {
    encoding: attributeText(variable.attributes, '_Encoding'),
    fill: attributeText(variable.attributes, '_FillValue'),
  });
  return { column, dimensions, shape, ignored: [] };
}

function withTexts({ start, count }: Region, width: number): Region {
  return { start: [...start, 0], count: [...count, width] };
}

async function decodeStrings(variable: Variable, { region }: DecodeOptions): Promise<DecodedArray> {
  const { attributes, dimensions, shape } = variable;
  const texts = (await variable.read(region)) as readonly string[];
  const fill = attributeText(attributes, '_FillValue');
  const column = columnOf('string', fill === undefined ? texts : texts.map((text) => (text === fill ? null : text)));
  return { column, dimensions, shape: region?.count ?? shape, ignored: [] };
}

async function decodeNumbers(variable: Variable, options: DecodeOptions): Promise<DecodedArray> {
  const { attributes, dimensions, type } = variable;
  const values = (await variable.read(options.region)) as NumericArray;
  const stored = { type, values } as TypedNumbers;
  const signed = applyUnsigned(stored, attributes);
  const fills = fillValuesOf(attributes, signed.type, signed.type !== type && signed.type.startsWith('u'));
  const nulls = missingMask(signed.values, signed.type, fills.values);
  const packing = packingOf(attributes);
  const numbers: FixedColumn = packing
    ? { type: 'float64', values: unpack(signed.values, packing, nulls), nulls }
    : { ...signed, nulls };
  const shape = options.region?.count ?? variable.shape;
  return { ...decodeMeaning(numbers, variable, options), dimensions, shape, ignored: fills.ignored };
}

/** Numbers as times or durations, where that is what they are. */
function decodeMeaning(
  numbers: FixedColumn,
  variable: Variable,
  { uri, declared }: DecodeOptions,
): Pick<DecodedArray, 'column' | 'outOfRange'> {
  const units = attributeText(variable.attributes, 'units') ?? '';
  // What is declared as a time and counts since something must be understood: the number alone tells no time.
  const isTime = isTimeUnits(units) || (declared?.startsWith('timestamp') === true && /\ssince\s/i.test(units));
  if (isTime && !(declared && isNumeric(declared)))
    return timeColumn('timestamp[ns]', timesOf(numbers, variable, units, uri), numbers.nulls);
  const unit = declared === 'duration[ns]' ? unitNanoseconds(units) : undefined;
  if (unit === undefined) return { column: numbers };
  return timeColumn('duration[ns]', decodeDurations(numbers.values, unit, numbers.nulls), numbers.nulls);
}

function timesOf({ values, nulls }: FixedColumn, variable: Variable, units: string, uri: string): DecodedTimes {
  const calendarName = attributeText(variable.attributes, 'calendar') ?? 'standard';
  const calendar = calendarOf(calendarName);
  const parsed = parseTimeUnits(units);
  const times = calendar && parsed && decodeTimes(values, parsed, calendar, nulls);
  if (times) return times;
  throw new CloudOptimisedError('CO_TIME_UNITS', { uri, variable: variable.name, units, calendar: calendarName });
}

/** Times that cannot be held are no values. */
function timeColumn(
  type: 'timestamp[ns]' | 'duration[ns]',
  { values, outOfRange }: DecodedTimes,
  nulls: Uint8Array | undefined,
): Pick<DecodedArray, 'column' | 'outOfRange'> {
  if (!outOfRange) return { column: { type, values, nulls } };
  return { column: { type, values, nulls: outOfRange.map((flag, i) => flag | (nulls?.[i] ?? 0)) }, outOfRange };
}
