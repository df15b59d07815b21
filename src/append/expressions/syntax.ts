/** An expression, as it was understood. `at` is where in the attribute's text it begins, from 0. */
export type Expression =
  | {
      readonly kind: 'constant';
      readonly at: number;
      readonly value: number | string | boolean | null;
      readonly float: boolean;
    }
  | { readonly kind: 'array'; readonly at: number; readonly name: string }
  | { readonly kind: 'attribute'; readonly at: number; readonly name: string }
  | { readonly kind: 'size'; readonly at: number; readonly dimension: string }
  | { readonly kind: 'index'; readonly at: number; readonly of: Expression; readonly indices: readonly Index[] }
  | { readonly kind: 'method'; readonly at: number; readonly of: Expression; readonly name: Method }
  | {
      readonly kind: 'bound';
      readonly at: number;
      readonly of: Expression;
      readonly side: 'lower' | 'upper';
      readonly reference: BoundReference;
    };

/** One index of a pair of brackets: a position, or a slice, as Python counts them. */
export type Index = { readonly position: number } | SliceIndex;

/** `start:stop:step`. */
export interface SliceIndex {
  readonly start: number | undefined;
  readonly stop: number | undefined;
  readonly step: number;
}

/** What can be asked of an array; `values` and `size` are written without parentheses. */
export type Method = 'min' | 'max' | 'mean' | 'values' | 'size';
export const METHODS: readonly Method[] = ['min', 'max', 'mean'];
export const PROPERTIES: readonly Method[] = ['values', 'size'];

/** Where in their cells labels lie. */
export type BoundReference = 'lower' | 'center' | 'upper';
export const BOUND_REFERENCES: readonly BoundReference[] = ['lower', 'center', 'upper'];
