/**
 * What expressions are evaluated against.
 *
 * @module
 */
/** Values of an array by their meaning: unpacked, missing ones as not-a-number (times and texts: `null`). */
export type ScopeValues =
  | { readonly kind: 'float'; readonly values: ArrayLike<number> }
  | { readonly kind: 'integer'; readonly values: ArrayLike<number | bigint> }
  | { readonly kind: 'truth'; readonly values: ArrayLike<number | boolean> }
  | { readonly kind: 'text'; readonly values: ArrayLike<string | null> }
  /** Nanoseconds since 1970-01-01 UTC. */
  | { readonly kind: 'time'; readonly values: ArrayLike<bigint | null> };

/** An array of the target, row-major over its shape; the shape of a scalar is empty. */
export interface LabelledArray {
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly data: ScopeValues;
}

/**
 * The target as it will be once the slice is in. Only what `namesIn(template)` names is ever asked for; the others need not be loaded.
 * `undefined` where the target has no such thing.
 */
export interface ExpressionScope {
  array(name: string): LabelledArray | undefined;
  /** As `JsonAttributes` hold it. */
  attribute(name: string): unknown;
  size(dimension: string): number | undefined;
}
