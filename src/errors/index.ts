/**
 * Every error that this project throws on purpose has a code, typed fields, a message that names the offending
 * thing, and a remedy. The catalogue is the sum of the areas' tables; `docs/errors.md` is generated from it.
 *
 * @module
 */
import { configErrors } from './config-errors.js';
import { cubeErrors } from './cube-errors.js';
import type { ErrorRecipe } from './define.js';
import { formatErrors } from './format-errors.js';
import { handlerErrors } from './handler-errors.js';
import { metadataErrors } from './metadata-errors.js';
import { queryErrors } from './query-errors.js';
import { registryErrors } from './registry-errors.js';
import { runErrors } from './run-errors.js';
import { scaffoldErrors } from './scaffold-errors.js';
import { sliceErrors } from './slice-errors.js';
import { storageErrors } from './storage-errors.js';
import { tableErrors } from './table-errors.js';

/** All recipes by code. */
export const errorCatalogue = {
  ...configErrors,
  ...storageErrors,
  ...formatErrors,
  ...tableErrors,
  ...handlerErrors,
  ...cubeErrors,
  ...sliceErrors,
  ...queryErrors,
  ...metadataErrors,
  ...registryErrors,
  ...scaffoldErrors,
  ...runErrors,
} as const;

/** The code of an error: `CO_…`. */
export type ErrorCode = keyof typeof errorCatalogue;
type FieldsOf<C extends ErrorCode> = (typeof errorCatalogue)[C] extends ErrorRecipe<infer Fields> ? Fields : never;

/** An error that names what failed, on what, with which value, and what to do. `cause` keeps what was caught. */
export class CloudOptimisedError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'CloudOptimisedError';
  readonly code: C;
  readonly fields: FieldsOf<C>;

  constructor(code: C, fields: FieldsOf<C>, options?: ErrorOptions) {
    const { advice, message, remedy } = errorCatalogue[code] as unknown as ErrorRecipe<FieldsOf<C>>;
    super(`${message(fields)} ${advice?.(fields) ?? remedy}`, options);
    this.code = code;
    this.fields = fields;
  }
}

/** Whether `error` is ours, and, when codes are given, one of these. */
export function isCoded(error: unknown, ...codes: ErrorCode[]): error is CloudOptimisedError {
  return error instanceof CloudOptimisedError && (codes.length === 0 || codes.includes(error.code));
}

/** An error as plain data, fit to cross threads and to stand in the ledger and the summary. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a caught value says of itself. Anything without a code is a defect of ours or of a plugin, and says so. */
export function describeError(error: unknown): Failure {
  if (isCoded(error)) return { code: error.code, message: error.message };
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'CO_UNEXPECTED', message: new CloudOptimisedError('CO_UNEXPECTED', { reason }).message };
}
