/**
 * Labels of slices that have none of their own: from a global attribute, or from the file's name.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { attributeToJson } from '../model/attributes.js';
import { calendarOf } from '../model/cf/calendar.js';
import { isTimeUnits, parseTimeUnits } from '../model/cf/time-units.js';
import type { Dataset, Region, Variable } from '../model/dataset.js';
import { parseMoment } from './parse-moment.js';

/** Where a label comes from. Plain data. */
export interface DerivedCoordinate {
  readonly from: { readonly kind: 'filename' } | { readonly kind: 'attribute'; readonly name: string };
  /** Finds the label: its first group, or all of the match. */
  readonly pattern: RegExp | undefined;
  /** Layout of a time; ISO 8601 where it is absent. */
  readonly format: string | undefined;
  /** CF units. */
  readonly units: string;
}

/**
 * The dataset with a coordinate of length 1 along the append dimension, which its other variables get too where it lacks it. A slice
 * that has the coordinate keeps its own.
 *
 * @throws CO_SLICE_INVALID
 */
export function deriveCoordinate(
  dataset: Dataset,
  name: string,
  coordinate: DerivedCoordinate,
  appendDimension: string,
): Dataset {
  if (dataset.variables.has(name)) return dataset;
  const length = dataset.dimensions.get(appendDimension);
  if (length !== undefined && length !== 1)
    throw invalid(dataset, name, `it has ${length} steps along '${appendDimension}', and one label can be derived`);
  const value = labelOf(dataset, name, coordinate);
  const attributes = new Map<string, string>([['units', coordinate.units]]);
  if (isTimeUnits(coordinate.units)) attributes.set('calendar', 'proleptic_gregorian');
  const variable: Variable = {
    name,
    type: typeof value === 'bigint' ? 'int64' : 'float64',
    dimensions: [appendDimension],
    shape: [1],
    attributes,
    read: () => Promise.resolve(typeof value === 'bigint' ? BigInt64Array.of(value) : Float64Array.of(value)),
  };
  const others = [...dataset.variables.values()];
  const grown = length === 1 ? others : others.map((other) => withStep(other, dataset, appendDimension));
  return {
    kind: 'dataset',
    uri: dataset.uri,
    dimensions: new Map([[appendDimension, 1], ...dataset.dimensions]),
    variables: new Map([[name, variable], ...grown.map((other): [string, Variable] => [other.name, other])]),
    attributes: dataset.attributes,
    close: () => dataset.close(),
  };
}

/** Variables over two dimensions and more are data, and get a first dimension of length 1; coordinates stay. */
function withStep(variable: Variable, { dimensions: lengths }: Dataset, dimension: string): Variable {
  const { dimensions, shape, chunkShape } = variable;
  if (dimensions.length < 2 || lengths.has(variable.name)) return variable;
  const inner = ({ start, count }: Region) => variable.read({ start: start.slice(1), count: count.slice(1) });
  return {
    name: variable.name,
    type: variable.type,
    attributes: variable.attributes,
    dimensions: [dimension, ...dimensions],
    shape: [1, ...shape],
    chunkShape: chunkShape && [1, ...chunkShape],
    read: (region) => (region ? inner(region) : variable.read()),
  };
}

function labelOf(dataset: Dataset, name: string, coordinate: DerivedCoordinate): number | bigint {
  const { pattern, format, units } = coordinate;
  const text = textOf(dataset, name, coordinate);
  const match = pattern ? pattern.exec(text) : [text];
  if (!match) throw invalid(dataset, name, `'${text}' does not match ${String(pattern)}`);
  const found = match[1] ?? match[0] ?? text;
  if (!isTimeUnits(units)) return numberOf(dataset, name, found);
  const nanoseconds = parseMoment(found, format);
  if (nanoseconds === undefined)
    throw invalid(dataset, name, `'${found}' is no time ${format ? `of the form '${format}'` : 'of ISO 8601'}`);
  return inUnits(dataset, name, nanoseconds, units);
}

function textOf(dataset: Dataset, name: string, { from }: DerivedCoordinate): string {
  if (from.kind === 'filename') return dataset.uri.replace(/\/$/, '').replace(/^.*\//, '');
  const value = dataset.attributes.get(from.name);
  if (value === undefined) throw invalid(dataset, name, `it has no global attribute '${from.name}'`);
  return String(attributeToJson(value));
}

function numberOf(dataset: Dataset, name: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw invalid(dataset, name, `'${text}' is no number`);
  return number;
}

/** Whole numbers of the unit as integers, others as the nearest number. */
function inUnits(dataset: Dataset, name: string, nanoseconds: bigint, units: string): bigint | number {
  const parsed = parseTimeUnits(units);
  const day = parsed && calendarOf('proleptic_gregorian')?.dayOf(parsed.date);
  if (!parsed || day === undefined) throw invalid(dataset, name, `'${units}' are no units of time`);
  const since = nanoseconds - (BigInt(day) * 86_400_000_000_000n + parsed.nanoseconds);
  if (since % parsed.unitNanoseconds === 0n) return since / parsed.unitNanoseconds;
  return Number(since) / Number(parsed.unitNanoseconds);
}

function invalid({ uri }: Dataset, name: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_SLICE_INVALID', { slice: uri, reason: `no '${name}' can be derived: ${reason}` });
}
