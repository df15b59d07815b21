import type { CodecSpec, FillValue, JsonAttributes, ZarrFormat, ZarrType } from '../../model/zarr/array.js';

/** How one array is to be laid out and encoded. What is absent follows the source, and then the defaults. */
export interface ArrayLayout {
  /** Names of its dimensions, for an array that the first source lacks. */
  readonly dimensions?: readonly string[] | undefined;
  /**
   * Length of a chunk along each dimension; `null` for the dimension's whole length in the first source. Chunks are no longer than the dimension,
   * but along the one that is appended to as long as told.
   */
  readonly chunks?: readonly (number | null)[] | undefined;
  /**
   * Length of a shard along each dimension: whole chunks. `null`, and what is longer than a dimension that is not appended to, is the
   * dimension's whole length in whole chunks.
   */
  readonly shards?: readonly (number | null)[] | undefined;
  /** A type of floats for integers that the source has packed asks for the values themselves, unless a packing is told too. */
  readonly type?: ZarrType | undefined;
  /** Marks missing values; `null` for none that does. */
  readonly fillValue?: FillValue | undefined;
  /** CF packing of the stored numbers: value = stored · scaleFactor + addOffset. */
  readonly scaleFactor?: number | undefined;
  readonly addOffset?: number | undefined;
  /** CF units and calendar of times. */
  readonly units?: string | undefined;
  readonly calendar?: string | undefined;
  readonly codecs?: readonly CodecSpec[] | undefined;
  /** Put over the attributes of the source. */
  readonly attributes?: JsonAttributes | undefined;
}

/** How a new cube is to be laid out. */
export interface CubeLayout {
  readonly format: ZarrFormat;
  readonly consolidated: boolean;
  /** Name of the dimension that sources are appended along. */
  readonly appendDimension: string;
  /** Global attributes, all of them. */
  readonly attributes: JsonAttributes;
  /** Names of the arrays, in their order; each is in the first source, or has dimensions and type in `arrays`. */
  readonly names: readonly string[];
  /** By name of the array. */
  readonly arrays: ReadonlyMap<string, ArrayLayout>;
  /** For all arrays; what `arrays` tells goes before. */
  readonly defaults: ArrayLayout;
}
