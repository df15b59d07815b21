import { CloudOptimisedError } from '../../errors/index.js';
import type { ZarrArray, ZarrFormat, ZarrType } from '../../model/zarr/array.js';
import type { ArrayLayout } from './layout.js';
import type { VariableOutline } from './outline.js';

/** What an array is made from. */
export interface ArrayDesign {
  readonly name: string;
  readonly format: ZarrFormat;
  readonly appendDimension: string;
  /** What is asked: for the array, and else for all. */
  readonly asked: ArrayLayout;
  /** `undefined` where the source lacks it. */
  readonly variable: VariableOutline | undefined;
  readonly dimensions: readonly string[];
  /** Lengths in the source. */
  readonly lengths: readonly number[];
  readonly type: ZarrType;
}

/** CO_CUBE_LAYOUT for an array. */
export function layoutError(array: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}

/** Floats of 16 bits stay such, unless another type is asked for. */
export function elementOf({ asked, variable }: Pick<ArrayDesign, 'asked' | 'variable'>): ZarrArray['element'] {
  return asked.type === undefined ? variable?.zarr?.element : undefined;
}
