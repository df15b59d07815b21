import type { LabelledArray } from './scope.js';
import type { BoundReference } from './syntax.js';
import { ExpressionFault } from './tokens.js';

/**
 * One end of the range that cells cover: from the lower bound of the first to the upper bound of the last, whatever their order. All cells
 * count as being as long as the distance of the first two labels; a single one has length 0.
 *
 * @param at for faults
 * @returns a scalar
 */
export function boundOf(
  array: LabelledArray,
  side: 'lower' | 'upper',
  reference: BoundReference,
  at: number,
): LabelledArray {
  const { kind, values } = array.data;
  if (array.shape.length !== 1)
    throw new ExpressionFault(at, `bounds are those of one dimension, not of ${array.shape.length}`);
  if (values.length === 0) throw new ExpressionFault(at, 'an empty array has no bounds');
  if (kind === 'text' || kind === 'truth') throw new ExpressionFault(at, 'only numbers and times have bounds');
  const labels = [values[0], values[1] ?? values[0], values[values.length - 1]];
  if (labels.some((label) => label === null)) throw new ExpressionFault(at, 'a label is missing');
  const halves = kind === 'integer' && reference === 'center';
  if (halves || kind === 'float') return scalar('float', boundOfNumbers(labels.map(Number), side, reference));
  const bound = boundOfIntegers(
    labels.map((label) => BigInt(label as bigint)),
    side,
    reference,
  );
  return kind === 'time' ? { dimensions: [], shape: [], data: { kind, values: [bound] } } : scalar('integer', bound);
}

function scalar(kind: 'float' | 'integer', value: number | bigint): LabelledArray {
  const data = kind === 'float' ? { kind, values: [Number(value)] } : { kind, values: [value] };
  return { dimensions: [], shape: [], data };
}

function boundOfNumbers(labels: readonly number[], side: 'lower' | 'upper', reference: BoundReference): number {
  const [first = 0, second = 0, last = 0] = labels;
  const cell = first > last ? first - second : second - first;
  const share = SHARES[reference][side];
  return side === 'lower' ? Math.min(first, last) - cell * share : Math.max(first, last) + cell * share;
}

/** As for numbers, exactly; halves of a nanosecond are left out. */
function boundOfIntegers(labels: readonly bigint[], side: 'lower' | 'upper', reference: BoundReference): bigint {
  const [first = 0n, second = 0n, last = 0n] = labels;
  const [least, most] = first > last ? [last, first] : [first, last];
  const cell = first > last ? first - second : second - first;
  const share = (cell * BigInt(SHARES[reference][side] * 2)) / 2n;
  return side === 'lower' ? least - share : most + share;
}

/** How much of a cell lies beyond its label. */
const SHARES = {
  lower: { lower: 0, upper: 1 },
  center: { lower: 0.5, upper: 0.5 },
  upper: { lower: 1, upper: 0 },
} as const;
