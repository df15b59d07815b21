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
 *   included variable
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
  return withVariables(joined, selected(joined, tailoring));
}

/** Those of the selected variables that the slice has. */
function selected(dataset: Dataset, { included, excluded, configured }: Tailoring): Variable[] {
  const selection = { includedVariables: included, excludedVariables: excluded, variables: new Set(configured) };
  return selectVariables(selection, dataset).flatMap((name) => dataset.variables.get(name) ?? []);
}
