import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { SourceOutline, VariableOutline } from './outline.js';

/**
 * What a source is, as plain data: all variables without their values, and the values as stored of the append dimension's coordinate and of
 * each coordinate that does not vary along it ({@link isCoordinate}). Chars must have been joined ({@link joinTexts}).
 *
 * @throws CO_FILE_UNSUPPORTED for a variable that its reader cannot read, and what reading the coordinates throws
 */
export async function outlineDataset(dataset: Dataset, appendDimension: string): Promise<SourceOutline> {
  const named = namedCoordinates(dataset);
  const values = new Map<string, StoredArray>();
  for (const variable of dataset.variables.values()) {
    checkSupported(variable, dataset.uri);
    const isLabel = variable.name === appendDimension && variable.dimensions.length === 1;
    const isFixed = !variable.dimensions.includes(appendDimension);
    if (isLabel || (isFixed && isCoordinate(variable, named))) values.set(variable.name, await variable.read());
  }
  return {
    uri: dataset.uri,
    dimensions: new Map(dataset.dimensions),
    attributes: new Map(dataset.attributes),
    variables: new Map([...dataset.variables].map(([name, variable]) => [name, outlineVariable(variable)])),
    values,
  };
}

function checkSupported({ name: variable, unsupported: feature }: Variable, uri: string): void {
  if (feature !== undefined) throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable, feature });
}

function outlineVariable(variable: Variable): VariableOutline {
  const { name, type, dimensions, shape, attributes, chunkShape, encoded } = variable;
  return { name, type, dimensions, shape, attributes: new Map(attributes), chunkShape, zarr: encoded?.array };
}

/** What is asked of a variable, be it of a dataset, an outline or a cube. */
export type CoordinateSubject = Pick<Variable, 'name' | 'dimensions' | 'attributes'>;

/** The variables that others name in their `coordinates` attribute. */
export function namedCoordinates(dataset: {
  readonly variables: ReadonlyMap<string, Pick<Variable, 'attributes'>>;
}): Set<string> {
  const lists = [...dataset.variables.values()].map(({ attributes }) => attributeText(attributes, 'coordinates') ?? '');
  return new Set(lists.flatMap((list) => list.split(/\s+/)).filter((name) => name !== ''));
}

const LATITUDE_OR_LONGITUDE = /^degrees?_?(north|east|n|e)$/i;

/**
 * Whether a variable tells places rather than data: it is named like its only dimension, in the `coordinates` attribute of another, or by its
 * units or standard name a latitude or longitude (CF 4.1, 4.2, 5).
 *
 * @param named the result of {@link namedCoordinates}
 */
export function isCoordinate({ name, dimensions, attributes }: CoordinateSubject, named: ReadonlySet<string>): boolean {
  if (dimensions.length === 1 && dimensions[0] === name) return true;
  if (named.has(name)) return true;
  const standardName = attributeText(attributes, 'standard_name') ?? '';
  return (
    LATITUDE_OR_LONGITUDE.test(attributeText(attributes, 'units') ?? '') ||
    /^(grid_)?(lat|long)itude$/.test(standardName)
  );
}
