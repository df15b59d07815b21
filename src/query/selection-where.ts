import type { Condition, Operator } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';

const CONDITION = /^\s*(?:"([^"]+)"|([^"=!<>]*[^"=!<>\s]))\s*(!=|<=|>=|==|=|<|>)\s*(.*?)\s*$/s;
const QUOTED = /^(['"])(.*)\1$/s;

/**
 * Reads `COLUMN OPERATOR VALUE`. A column with spaces around it, or with an operator in its name, stands in double quotes; a value
 * that begins or ends with a space, or is empty, in quotes of either kind.
 *
 * @throws CO_QUERY_WHERE
 */
export function parseCondition(text: string): Condition {
  const [, quoted, plain, sign, value = ''] = CONDITION.exec(text) ?? [];
  const column = quoted ?? plain;
  if (column === undefined) throw refusal(text, 'it is not COLUMN OPERATOR VALUE');
  if (value === '') throw refusal(text, "it has no value; an empty text is ''");
  const operator = (sign === '==' ? '=' : sign) as Operator;
  return { column, operator, value: QUOTED.exec(value)?.[2] ?? value };
}

function refusal(value: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_QUERY_WHERE', { value, reason });
}
