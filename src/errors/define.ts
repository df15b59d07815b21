/**
 * The shape of an error's entry in the catalogue.
 *
 * @module
 */

/** How one kind of failure is told: what failed, on which thing, with which value; and what to do about it. */
export interface ErrorRecipe<Fields> {
  /** One sentence for the table in `docs/errors.md`: when this error comes. */
  readonly when: string;
  /** What failed, on which file, variable or key, with the offending value in quotes. */
  readonly message: (fields: Fields) => string;
  /** What the person who reads it can do next. */
  readonly remedy: string;
  /** What to do instead, where the fields tell more of the cause than the code does; `undefined` where they do not. */
  readonly advice?: (fields: Fields) => string | undefined;
}

/** Declares an error's fields and recipe: `recipe<{ uri: string }>({ … })`. */
export function recipe<Fields>(entry: ErrorRecipe<Fields>): ErrorRecipe<Fields> {
  return entry;
}

/** `"a", "b" or "c"`, for messages that list what was expected. */
export function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
