import type { LabelledArray, ScopeValues } from './scope.js';
import { ExpressionFault } from './tokens.js';

type Reduction = 'min' | 'max' | 'mean';

/** The least, the greatest or the mean of an array's values, missing ones left out; a scalar. */
export function reduceArray({ data }: LabelledArray, reduction: Reduction, at: number): LabelledArray {
  if (data.kind === 'text') throw new ExpressionFault(at, `texts have no ${reduction}()`);
  const { kind } = data;
  const present = Array.from(data.values as ArrayLike<number | bigint | boolean | null>).filter(
    (value) => value !== null && !Number.isNaN(value),
  );
  if (present.length === 0) throw new ExpressionFault(at, `there is no value to take the ${reduction}() of`);
  if (reduction === 'mean') return scalar(meanOf(kind, present));
  const better = (a: (typeof present)[number], b: (typeof present)[number]) => {
    const isLess = (a ?? 0) < (b ?? 0);
    return isLess === (reduction === 'min') ? a : b;
  };
  return scalar({ kind, values: [present.reduce(better)] } as ScopeValues);
}

function meanOf(kind: ScopeValues['kind'], values: readonly (number | bigint | boolean | null)[]): ScopeValues {
  if (kind !== 'time') {
    const sum = values.reduce<number>((total, value) => total + Number(value), 0);
    return { kind: 'float', values: [sum / values.length] };
  }
  const sum = values.reduce<bigint>((total, value) => total + (value as bigint), 0n);
  return { kind, values: [sum / BigInt(values.length)] };
}

function scalar(data: ScopeValues): LabelledArray {
  return { dimensions: [], shape: [], data };
}
