import type { Dataset, Variable } from '../../model/dataset.js';
import type { SourceReport } from '../report.js';
import { hintVariables } from '../tabular/hints.js';
import type { CubePlan } from './cube-plan.js';
import { withVariables } from './derive-dataset.js';

/**
 * The variables of a file that the schema wants, and the coordinates of their dimensions. Others are left out, with an entry to paste
 * into the schema; what the config drops is left out silently.
 */
export async function keepWanted(dataset: Dataset, plan: CubePlan, report: SourceReport): Promise<Dataset> {
  const wanted = [...dataset.variables.values()].filter(({ name }) => plan.variables.has(name));
  const coordinates = coordinatesOf(wanted, dataset, plan);
  const kept = new Set([...wanted, ...coordinates].map(({ name }) => name));
  await hintLeftOut(dataset, kept, plan, report);
  return withVariables(
    dataset,
    [...dataset.variables.values()].filter(({ name }) => kept.has(name)),
  );
}

/** Coordinates of the dimensions in use. They need not stand in the schema: a cube cannot do without. */
function coordinatesOf(wanted: readonly Variable[], dataset: Dataset, plan: CubePlan): Variable[] {
  const dimensions = new Set([...wanted.flatMap(({ dimensions: names }) => names), plan.appendDimension]);
  return [...dimensions].flatMap((name) => (plan.dropped.has(name) ? [] : (dataset.variables.get(name) ?? [])));
}

async function hintLeftOut(
  dataset: Dataset,
  kept: ReadonlySet<string>,
  plan: CubePlan,
  report: SourceReport,
): Promise<void> {
  const strangers = [...dataset.variables.values()].filter(({ name }) => !kept.has(name) && !plan.dropped.has(name));
  await hintVariables(dataset, strangers, { attributes: new Map(), dropped: plan.dropped }, report);
}
