import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Variable } from '../../model/dataset.js';
import { type Cube, type ElementType, elementTypeOf, type ZarrArray } from '../../model/zarr/array.js';
import { parentAttributes, parentInCube } from './fit-encoding.js';

/** Tells where in the source's variable a value lies, by its place among those that are converted. */
export type Locate = (index: number) => readonly number[];

/** A way from stored values to stored values. */
export interface Conversion {
  /** Whether the values stay what they are, whatever they are. */
  readonly isRaw: boolean;
  /** @throws CO_CUBE_VALUE, CO_CUBE_TIME for the first value that cannot be told in the array's encoding */
  apply(values: StoredArray, locate: Locate): StoredArray;
}

/** A variable of a source beside the array that takes it. */
export interface FitSubject {
  readonly uri: string;
  readonly variable: Pick<Variable, 'name' | 'type' | 'attributes'>;
  /** Attributes of the source's variable that names this one as its bounds. */
  readonly parent?: Attributes | undefined;
  /** The type of the variable's Zarr array, which tells of what no value there can be: truth values are 0 and 1, texts of fixed length fit. */
  readonly origin?: ElementType | undefined;
  readonly array: ZarrArray;
  readonly arrayParent?: Attributes | undefined;
}

/** Finds what belongs together. */
export function subjectOf(
  source: { readonly uri: string; readonly variables: ReadonlyMap<string, { readonly attributes: Attributes }> },
  variable: Pick<Variable, 'name' | 'type' | 'attributes'>,
  origin: ZarrArray | undefined,
  cube: Cube,
): FitSubject {
  const array = cube.arrays.get(variable.name) as ZarrArray;
  const attributes = [...source.variables.values()].map((each) => each.attributes);
  return {
    uri: source.uri,
    variable,
    parent: parentAttributes(variable.name, attributes),
    origin: origin && elementTypeOf(origin),
    array,
    arrayParent: parentInCube(variable.name, cube),
  };
}

/** CO_CUBE_VALUE for a value of the subject. */
export function valueError({ uri, variable, array }: FitSubject, value: string, index: readonly number[]) {
  const type = typeText(array);
  return new CloudOptimisedError('CO_CUBE_VALUE', { uri, variable: variable.name, value, index, type });
}

function typeText({ element, type, attributes, fillValue, masked }: ZarrArray): string {
  const packing = ['scale_factor', 'add_offset']
    .filter((name) => attributes[name] !== undefined)
    .map((name) => `${name} ${attributes[name]}`);
  const fill = masked ? [`fill value ${fillValue}`] : ['no fill value'];
  return `${element ?? type} (${[...packing, ...fill].join(', ')})`;
}
