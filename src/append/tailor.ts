/**
 * From a slice as it is to the slice as the cube wants it: selected variables, derived labels. Lazy; done wherever a slice is opened.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { joinTexts } from '../model/cf/join-texts.js';
import type { Dataset, Variable } from '../model/dataset.js';
import { selectVariables } from './config/select-variables.js';
import { type DerivedCoordinate, deriveCoordinate } from './derive-coordinate.js';
import { withVariables } from './slices/dataset-views.js';

/** What of a config decides what becomes of a slice. Plain data: it goes to workers. */
export interface Tailoring {
  readonly appendDimension: string;
  /** Names of variables; empty for all. */
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  /** Names of variables that the config describes: slices may lack them. */
  readonly configured: readonly string[];
  /** Coordinates that slices lack, by name. */
  readonly derived: Readonly<Record<string, DerivedCoordinate>>;
}

/**
 * The slice with the variables that the cube has.
 *
 * @throws CO_SLICE_INVALID where it lacks the append dimension or where no label can be derived, CO_CUBE_VARIABLE where it lacks an
 *   included variable, or has one in a group with an append dimension of its own
 */
export function tailor(dataset: Dataset, tailoring: Tailoring): Dataset {
  const labelled = Object.entries(tailoring.derived).reduce(
    (current, [name, coordinate]) => deriveCoordinate(current, name, coordinate, tailoring.appendDimension),
    dataset,
  );
  const { appendDimension } = tailoring;
  const joined = joinTexts(labelled);
  if (!joined.dimensions.has(appendDimension)) {
    const reason = `append dimension '${appendDimension}' is not among its dimensions, ${[...joined.dimensions.keys()].join(', ')}`;
    throw new CloudOptimisedError('CO_SLICE_INVALID', { slice: dataset.uri, reason });
  }
  const variables = selected(joined, tailoring);
  for (const variable of variables) refuseOwnSteps(variable, dataset.uri, appendDimension);
  return withVariables(joined, variables);
}

/** What varies along the dimension of that name of its own group would be taken for the same in all slices. */
function refuseOwnSteps({ dimensions, name: variable }: Variable, uri: string, appendDimension: string): void {
  const own = dimensions.find((dimension) => dimension.endsWith(`/${appendDimension}`));
  if (own === undefined) return;
  const group = own.slice(0, -appendDimension.length - 1);
  const reason = `group '${group}' has a dimension '${appendDimension}' of its own, which slices are not appended along`;
  throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable, reason });
}

/** Those of the selected variables that the slice has. */
function selected(dataset: Dataset, { included, excluded, configured }: Tailoring): Variable[] {
  const selection = { includedVariables: included, excludedVariables: excluded, variables: new Set(configured) };
  return selectVariables(selection, dataset).flatMap((name) => dataset.variables.get(name) ?? []);
}
