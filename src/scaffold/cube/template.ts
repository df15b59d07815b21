/**
 * The template of a cube: its coordinates with their values, and its other variables without.
 *
 * @module
 */

import type { EncodedFile, EncodedVariable } from '../../formats/netcdf3/encode.js';
import { attributeText } from '../../model/attributes.js';
import { allocate, isNumeric, type NumericArray, type NumericType } from '../../model/data-type.js';
import { type Dataset, sizeOf, type Variable } from '../../model/dataset.js';
import type { Samples } from '../samples/reconcile.js';

/** Attribute by which a template is known as one. */
export const TEMPLATE_MARK = 'cloud_optimised_template';

/**
 * The template of the first sample. Its append dimension has no step, so that what varies along it takes no room; texts and what the
 * format cannot hold are left out.
 */
export async function makeTemplate(samples: Samples, append: string): Promise<EncodedFile | undefined> {
  const dataset = samples.inspections.find(({ dataset: opened }) => opened !== undefined)?.dataset;
  if (!dataset) return undefined;
  const coordinates = coordinateNames(dataset, samples, append);
  const variables: EncodedVariable[] = [];
  for (const variable of dataset.variables.values()) {
    const encoded = await encodedVariable(variable, coordinates, append);
    if (encoded) variables.push(encoded);
  }
  const used = new Set(variables.flatMap(({ dimensions }) => dimensions));
  const lengths = [...dataset.dimensions].filter(([name, length]) => used.has(name) && (name === append || length > 0));
  const dimensions = new Map(lengths.map(([name, length]) => [name, name === append ? 0 : length]));
  return { dimensions, attributes: dataset.attributes, variables };
}

/** Coordinates of dimensions, those that tell the place of cells, and what others name in `coordinates` (CF conventions, chapter 5). */
function coordinateNames({ variables, dimensions }: Dataset, { roles }: Samples, append: string): Set<string> {
  const named = [...variables.values()].flatMap(({ attributes }) =>
    ['coordinates', 'grid_mapping', 'bounds'].flatMap((name) => (attributeText(attributes, name) ?? '').split(/\s+/)),
  );
  const placing = [...roles.values()].flatMap(({ variable, others }) => [variable, ...others]);
  const all = new Set([...named, ...placing, ...dimensions.keys()].filter((name) => variables.has(name)));
  all.delete(append);
  return all;
}

async function encodedVariable(
  variable: Variable,
  coordinates: ReadonlySet<string>,
  append: string,
): Promise<EncodedVariable | undefined> {
  const { name, type, dimensions, shape, attributes } = variable;
  const isAppended = dimensions.includes(append);
  if (!isNumeric(type) || (isAppended && dimensions[0] !== append)) return undefined;
  const outline = { name, type, dimensions, attributes };
  if (isAppended) return outline;
  if (shape.includes(0)) return undefined;
  return { ...outline, values: coordinates.has(name) ? ((await variable.read()) as NumericArray) : nothing(variable) };
}

/** No values: the fill value where there is one, not-a-number, or 0. */
function nothing({ type, shape, attributes }: Variable): NumericArray {
  const values = allocate(type as NumericType, sizeOf(shape));
  const fill = (attributes.get('_FillValue') as NumericArray | undefined)?.[0];
  const none = type.startsWith('float') ? Number.NaN : undefined;
  const value = typeof fill === 'string' ? none : (fill ?? none);
  return value === undefined ? values : (values.fill(value as never) as NumericArray);
}
