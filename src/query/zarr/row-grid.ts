/**
 * Which dimensions the rows of a selection run over, and which variables are its columns.
 *
 * @module
 */
import type { Selection } from '../../contracts/published-dataset.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { Roles } from './axes.js';

/** One row stands for each combination of these dimensions' places, the last one fastest. */
export interface RowGrid {
  readonly dimensions: readonly string[];
  /** Names of the variables that become columns, in their order. */
  readonly columns: readonly string[];
}

/**
 * The grid of a selection. With columns, it has the dimensions of these and of what is asked of them (`asked`); without, those of the
 * grid that most variables lie on, of the most dimensions among equals; its columns are all variables whose dimensions are among these.
 *
 * @throws CO_QUERY_DIMENSIONS where no variable lies on all these dimensions
 */
export function rowGridOf(dataset: Dataset, roles: Roles, { columns }: Selection, asked: readonly Variable[]): RowGrid {
  const variables = [...dataset.variables.values()];
  if (!columns) {
    const main = mainGrid(variables);
    const dimensions = joined(dataset, [main, ...asked]);
    return { dimensions, columns: defaultColumns(variables, dimensions, roles) };
  }
  const named = columns.map((name) => dataset.variables.get(name) as Variable);
  return { dimensions: joined(dataset, [...named, ...asked]), columns };
}

/** A variable that lies on the grid which most variables fit on. */
function mainGrid(variables: readonly Variable[]): Variable | undefined {
  const bounds = new Set(variables.map(({ attributes }) => attributeText(attributes, 'bounds')));
  const candidates = variables.filter(({ name }) => !bounds.has(name));
  let best: { variable: Variable; fits: number } | undefined;
  for (const variable of candidates) {
    const fits = candidates.filter((other) => within(other, variable.dimensions)).length;
    const larger = fits === best?.fits && variable.dimensions.length > best.variable.dimensions.length;
    if (!best || fits > best.fits || larger) best = { variable, fits };
  }
  return best?.variable;
}

/** All dimensions of these variables, in the order of a variable that has them all. */
function joined(dataset: Dataset, parts: readonly (Variable | undefined)[]): string[] {
  const wanted = new Set(parts.flatMap((variable) => variable?.dimensions ?? []));
  if (wanted.size === 0) return [];
  const holders = [...dataset.variables.values()].filter(({ dimensions }) =>
    [...wanted].every((name) => dimensions.includes(name)),
  );
  const own = holders.find((variable) => parts.includes(variable));
  const least = holders.toSorted((a, b) => a.dimensions.length - b.dimensions.length)[0];
  const holder = own ?? least;
  if (holder) return holder.dimensions.filter((name) => wanted.has(name));
  const columns = [...new Set(parts.flatMap((variable) => variable?.name ?? []))];
  throw new CloudOptimisedError('CO_QUERY_DIMENSIONS', { uri: dataset.uri, columns, dimensions: [...wanted] });
}

/** Coordinates first, in the order of the grid's dimensions; then those of time and place, and the rest in the cube's order. */
function defaultColumns(variables: readonly Variable[], dimensions: readonly string[], roles: Roles): string[] {
  const fitting = variables.filter((variable) => within(variable, dimensions)).map(({ name }) => name);
  const first = [
    ...dimensions,
    ...['time', 'latitude', 'longitude', 'vertical'].map((role) => roles.get(role as 'time')),
  ];
  return [
    ...new Set([...first.filter((name) => name !== undefined && fitting.includes(name)), ...fitting]),
  ] as string[];
}

function within(variable: Variable, dimensions: readonly string[]): boolean {
  return variable.dimensions.every((name) => dimensions.includes(name));
}
