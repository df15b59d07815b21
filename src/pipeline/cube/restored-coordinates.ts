import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { SourceReport } from '../report.js';
import type { CubePlan } from './cube-plan.js';
import { memoryVariable, withMore } from './derive-dataset.js';
import { hasCoordinate } from './same-coordinates.js';

/** A file of the dataset that tells its coordinates: `<dataset_name>.nc` beside the config. `undefined` where there is none. */
export type OpenTemplate = () => Promise<Dataset | undefined>;

/**
 * The dataset with the coordinates that it lacks, from the template: those of its dimensions, those of the dimensions of variables that
 * it lacks, and those of the schema that do not vary along the append dimension. A dimension without a coordinate in the schema, such as
 * that of bounds (CF 7.1), may do without.
 *
 * @throws CO_CUBE_COORDINATE for the append dimension, and for a dimension whose coordinate the schema has and neither the file nor a
 *   fitting template
 */
export async function withCoordinates(
  dataset: Dataset,
  plan: CubePlan,
  openTemplate: OpenTemplate,
  report: SourceReport,
): Promise<Dataset> {
  const missing = missingCoordinates(dataset, plan);
  const template = missing.size > 0 || lacksStatic(dataset, plan) ? await openTemplate() : undefined;
  const restored = template ? await coordinatesOf(template, dataset, missing, plan) : [];
  const complete = withMore(dataset, ...restored);
  for (const { name } of restored) report.warn(`coordinate '${name}' is taken from the template '${template?.uri}'`);
  for (const dimension of complete.dimensions.keys()) checkCoordinate(complete, dimension, plan, template);
  return complete;
}

/** Dimensions without a coordinate, of variables that are there, and of those that the schema tells the dimensions of. */
function missingCoordinates(dataset: Dataset, { variables, appendDimension }: CubePlan): Set<string> {
  const absent = [...variables.values()].filter(({ name }) => !dataset.variables.has(name));
  const needed = new Set([...dataset.dimensions.keys(), ...absent.flatMap(({ dimensions }) => dimensions ?? [])]);
  return new Set([...needed].filter((name) => name !== appendDimension && !hasCoordinate(dataset.variables, name)));
}

function lacksStatic(dataset: Dataset, { variables }: CubePlan): boolean {
  return [...variables.keys()].some((name) => !dataset.variables.has(name));
}

async function coordinatesOf(
  template: Dataset,
  dataset: Dataset,
  missing: ReadonlySet<string>,
  plan: CubePlan,
): Promise<Variable[]> {
  const named = auxiliaryCoordinates(template);
  const wanted = [...template.variables.values()].filter(
    ({ name }) => missing.has(name) || (named.has(name) && plan.variables.has(name) && !dataset.variables.has(name)),
  );
  const fitting = wanted.filter((variable) => fits(variable, dataset, plan));
  return Promise.all(fitting.map(async (variable) => memoryVariable(variable, await variable.read())));
}

/** Variables that others name in their attribute `coordinates` (CF conventions, chapter 5). */
function auxiliaryCoordinates({ variables }: Dataset): Set<string> {
  const texts = [...variables.values()].map(({ attributes }) => attributeText(attributes, 'coordinates') ?? '');
  return new Set(texts.flatMap((text) => text.split(/\s+/)).filter((name) => name !== ''));
}

function fits({ dimensions, shape }: Variable, dataset: Dataset, { appendDimension }: CubePlan): boolean {
  if (dimensions.includes(appendDimension)) return false;
  return dimensions.every((name, axis) => (dataset.dimensions.get(name) ?? shape[axis]) === shape[axis]);
}

function checkCoordinate(
  dataset: Dataset,
  dimension: string,
  { appendDimension, variables }: CubePlan,
  template: Dataset | undefined,
): void {
  const isAppended = dimension === appendDimension;
  if (hasCoordinate(dataset.variables, dimension) || !(isAppended || variables.has(dimension))) return;
  const fields = isAppended
    ? ({ because: 'steps', template: undefined } as const)
    : ({ because: 'declared', template: template?.uri } as const);
  throw new CloudOptimisedError('CO_CUBE_COORDINATE', { uri: dataset.uri, dimension, ...fields });
}
