/**
 * Which dimensions of a file run over observations, and which only repeat them.
 *
 * @module
 */
import { isFixed } from '../../model/table/column.js';
import type { LabelledColumn } from '../../model/table/flatten.js';
import type { TablePlan } from './table-plan.js';

/** How often a file's own observations are repeated when it is laid out as rows. */
export interface Repetition {
  /** Rows for each observation; 1 where nothing is repeated. */
  readonly times: number;
  /** The variables that cause it. */
  readonly variables: readonly string[];
}

type Columns = ReadonlyMap<string, LabelledColumn>;

/**
 * Finds columns that say nothing of single observations, such as the 15 lines of `history(h_num)` beside `TEMP(TIME)`: laid
 * out with the others, they repeat each observation 15 times.
 *
 * Dimensions that share a variable belong together. Where time or position vary along dimensions, observations run over
 * these and what belongs to them. Where a file has one time and one position (a single profile), all dimensions make
 * observations, but those that only texts have.
 */
export function findRepetition(columns: Columns, lengths: ReadonlyMap<string, number>, plan: TablePlan): Repetition {
  const long = (dimensions: readonly string[]) => dimensions.filter((name) => (lengths.get(name) ?? 1) > 1);
  const groups = groupDimensions([...columns.values()].map(({ dimensions }) => long(dimensions)));
  const placing = [plan.time?.variable, plan.space?.latitude, plan.space?.longitude];
  const seeds = placing.flatMap((name) => long(columns.get(name ?? '')?.dimensions ?? []));
  const apart = new Set(groups.filter((group) => !isOfRows(group, seeds, columns)).flatMap((group) => [...group]));
  const times = [...apart].reduce((product, name) => product * (lengths.get(name) ?? 1), 1);
  const causes = [...columns].filter(([, { dimensions }]) => dimensions.some((name) => apart.has(name)));
  return { times, variables: causes.map(([name]) => name) };
}

function isOfRows(group: ReadonlySet<string>, seeds: readonly string[], columns: Columns): boolean {
  if (seeds.length > 0) return seeds.some((name) => group.has(name));
  return [...columns.values()].some(
    ({ column, dimensions }) => isFixed(column) && dimensions.some((name) => group.has(name)),
  );
}

/** Joins dimensions that share a variable, directly or through others. */
function groupDimensions(shapes: readonly (readonly string[])[]): Set<string>[] {
  let groups: Set<string>[] = [];
  for (const shape of shapes) {
    if (shape.length === 0) continue;
    const joined = new Set(shape);
    const apart = groups.filter((group) => {
      if (!shape.some((name) => group.has(name))) return true;
      for (const name of group) joined.add(name);
      return false;
    });
    groups = [...apart, joined];
  }
  return groups;
}
