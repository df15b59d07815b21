/**
 * Which dimensions of a file run over its rows.
 *
 * @module
 */
import { isNumeric } from '../../model/data-type.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';

/** The rows of a table of arrays. */
export interface RowSpace {
  /** Dimensions that rows run over. */
  readonly dimensions: readonly string[];
  /** Variables that are columns, in their order. */
  readonly columns: readonly SampledVariable[];
  /** Variables that would repeat each row, or leave none. */
  readonly strangers: readonly SampledVariable[];
}

/**
 * Rows run over the dimensions of the variables that tell time and place, and over those of the numbers that vary along them: of several
 * such sets that which most variables have, then the larger. A dimension that always has the length 1 counts for nothing.
 */
export function rowSpaceOf(samples: Samples): RowSpace {
  const long = longDimensions(samples);
  const own = (variable: SampledVariable) => variable.dimensions.filter((name) => long.has(name));
  const all = [...samples.variables.values()];
  const placing = ['time', 'latitude', 'longitude'] as const;
  const seeds = new Set(
    placing.flatMap((role) => {
      const variable = samples.variables.get(samples.roles.get(role)?.variable ?? '');
      return variable ? own(variable) : [];
    }),
  );
  const dimensions = new Set([...seeds, ...widestAlong(all, own, seeds, samples)]);
  const fits = (variable: SampledVariable) => own(variable).every((name) => dimensions.has(name));
  return { dimensions: [...dimensions], columns: all.filter(fits), strangers: all.filter((one) => !fits(one)) };
}

function longDimensions({ dimensions }: Samples): Set<string> {
  return new Set([...dimensions].filter(([, lengths]) => lengths.some((length) => length !== 1)).map(([name]) => name));
}

function widestAlong(
  variables: readonly SampledVariable[],
  own: (variable: SampledVariable) => string[],
  seeds: ReadonlySet<string>,
  { dimensions }: Samples,
): string[] {
  const votes = new Map<string, { names: string[]; votes: number; size: number }>();
  for (const variable of variables.filter(({ type }) => isNumeric(type))) {
    const names = own(variable);
    const size = names.reduce((product, name) => product * Math.max(...(dimensions.get(name) ?? [1])), 1);
    if (size === 0 || (seeds.size > 0 && !names.some((name) => seeds.has(name)))) continue;
    const entry = votes.get(names.join()) ?? { names, votes: 0, size };
    votes.set(names.join(), { ...entry, votes: entry.votes + 1 });
  }
  const wide = [...votes.values()].filter(({ names }) => [...seeds].every((seed) => names.includes(seed)));
  const candidates = (wide.length > 0 ? wide : [...votes.values()]).filter(({ names }) => names.length > 0);
  const beyond = candidates.filter(({ names }) => names.length > seeds.size);
  const [best] = (beyond.length > 0 ? beyond : candidates).sort((a, b) => b.votes - a.votes || b.size - a.size);
  return best?.names ?? [];
}
