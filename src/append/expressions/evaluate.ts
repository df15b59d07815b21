import { boundOf } from './bounds.js';
import { checkCount, indexArray } from './index-array.js';
import { arrayOutcome, type Outcome, outcomeOf } from './outcome.js';
import { reduceArray } from './reduce-array.js';
import type { ExpressionScope, LabelledArray } from './scope.js';
import type { Expression } from './syntax.js';
import { ExpressionFault } from './tokens.js';

/** What an expression comes to. @throws ExpressionFault where the scope lacks what it names, or has something else */
export function evaluate(expression: Expression, scope: ExpressionScope): Outcome {
  const { kind, at } = expression;
  switch (kind) {
    case 'constant':
      return outcomeOf(expression.value, expression.float);
    case 'attribute':
      return outcomeOf(known(scope.attribute(expression.name), at, `attribute '${expression.name}'`));
    case 'size':
      return outcomeOf(known(scope.size(expression.dimension), at, `dimension '${expression.dimension}'`));
    case 'method':
      if (expression.name === 'size') return outcomeOf(arrayOf(expression.of, scope).data.values.length);
      return outcomeOfArray(arrayOf(expression, scope), at);
    default:
      return outcomeOfArray(arrayOf(expression, scope), at);
  }
}

function outcomeOfArray(array: LabelledArray, at: number): Outcome {
  checkCount(array.data.values.length, at);
  return arrayOutcome(array);
}

/** An expression that must come to an array. */
function arrayOf(expression: Expression, scope: ExpressionScope): LabelledArray {
  const { at } = expression;
  switch (expression.kind) {
    case 'array':
      return known(scope.array(expression.name), at, `variable '${expression.name}'`);
    case 'index':
      return indexArray(arrayOf(expression.of, scope), expression.indices, at);
    case 'bound':
      return boundOf(arrayOf(expression.of, scope), expression.side, expression.reference, at);
    case 'method':
      if (expression.name === 'values') return arrayOf(expression.of, scope);
      if (expression.name !== 'size') return reduceArray(arrayOf(expression.of, scope), expression.name, at);
      break;
    default:
  }
  throw new ExpressionFault(at, 'this is no array');
}

function known<T>(value: T | undefined, at: number, what: string): T {
  if (value === undefined) throw new ExpressionFault(at, `the target has no ${what}`);
  return value;
}
