/**
 * Whether files are steps of a grid.
 *
 * @module
 */
import { isCompanion } from '../../model/cf/companions.js';
import { isNumeric } from '../../model/data-type.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';

/** A grid that grows. */
export interface Grid {
  /** Dimension that files are appended along; it has a coordinate of times. */
  readonly append: string;
  readonly time: SampledVariable;
  /** The variables that the grid is for: those with most dimensions. */
  readonly fields: readonly SampledVariable[];
}

/** The grid that the samples are steps of, or why they are none. `isClear` is false where rows would do as well. */
export type GridFinding = { readonly grid: Grid; readonly isClear: boolean } | { readonly reason: string };

/**
 * A grid has numbers along time and two more dimensions, whose lengths are the same in all samples; a coordinate of times stands for the
 * one that grows.
 */
export function findGrid(samples: Samples): GridFinding {
  if (samples.family === 'csv' || samples.family === 'parquet') return { reason: 'the files are tables' };
  const time = appendable(samples);
  if (!time) return { reason: 'no dimension has a coordinate of times along which it could grow' };
  const append = time.name;
  const fields = fieldsAlong(append, samples);
  const [field] = fields;
  if (!field) return { reason: `no numbers vary along '${append}' and another dimension` };
  const beyond = field.dimensions.filter((name) => name !== append);
  const varying = beyond.find((name) => new Set(samples.dimensions.get(name)).size > 1);
  if (varying !== undefined)
    return { reason: `the length of '${varying}' differs between samples, and only one dimension can grow` };
  return { grid: { append, time, fields }, isClear: beyond.length >= 2 && !movesAlong(append, samples) };
}

function appendable({ roles, variables }: Samples): SampledVariable | undefined {
  const finding = roles.get('time');
  const names = finding ? [finding.variable, ...finding.others] : [];
  return names
    .flatMap((name) => variables.get(name) ?? [])
    .find(
      ({ name, dimensions, type }) => type.startsWith('timestamp') && dimensions.length === 1 && dimensions[0] === name,
    );
}

/** Numbers with most dimensions longer than one, that of time among them. */
function fieldsAlong(append: string, { variables, dimensions }: Samples): SampledVariable[] {
  const isLong = (name: string) => name === append || (dimensions.get(name) ?? []).some((length) => length > 1);
  const rank = (variable: SampledVariable) => variable.dimensions.filter(isLong).length;
  const numbers = [...variables.values()].filter(
    (variable) => isNumeric(variable.type) && variable.dimensions.includes(append) && rank(variable) > 1,
  );
  const most = Math.max(0, ...numbers.map(rank));
  const widest = numbers.filter((variable) => rank(variable) === most);
  const own = widest.filter((variable) => !isCompanion(variable));
  return own.length > 0 ? own : widest;
}

/** Whether the position changes with time: then it is a track, not a grid. */
function movesAlong(append: string, { roles, variables }: Samples): boolean {
  return (['latitude', 'longitude'] as const).some((role) => {
    const variable = variables.get(roles.get(role)?.variable ?? '');
    return variable?.dimensions.includes(append) && variable.dimensions.length === 1;
  });
}
