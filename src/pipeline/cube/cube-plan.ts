import type { DatasetConfig } from '../../config/index.js';
import type { CodecSpec, JsonAttributes } from '../../model/zarr/array.js';
import { type DeclaredType, declaredType } from './array-type.js';

/** How a config wants a cube to be made, with all defaults filled in. */
export interface CubePlan {
  /** Name of the dimension that files are appended along. */
  readonly appendDimension: string;
  /** Length of a chunk, by the name of the dimension. */
  readonly chunks: ReadonlyMap<string, number>;
  /** Variables of the schema that are published, in its order. */
  readonly variables: ReadonlyMap<string, PlannedVariable>;
  /** All names of the schema, those that are dropped among them. */
  readonly known: ReadonlySet<string>;
  /** Variables of the schema that are neither read nor written. */
  readonly dropped: ReadonlySet<string>;
  /** Variables that are not in the files, in their order. `filename` is always among them. */
  readonly added: readonly AddedVariable[];
  /** Variables whose dimensions serve for those that a file lacks: the first that it has. */
  readonly templates: readonly string[];
  /** Dimensions, but the append dimension, by whose coordinates the values of a file are sorted. */
  readonly sortedBy: readonly string[];
  /** Fixed axes that files are interpolated to, by the name of the dimension. */
  readonly grids: ReadonlyMap<string, Float64Array>;
  /** Variables whose numbers are kept though their units look like time. */
  readonly timeless: ReadonlySet<string>;
  /** Global attributes that are taken from files, but for these. */
  readonly deletedAttributes: ReadonlySet<string>;
  /** Global attributes that are put over those of the first file. */
  readonly setAttributes: JsonAttributes;
  readonly zarr: ZarrSettings;
}

/** A variable as the schema declares it. */
export interface PlannedVariable {
  readonly name: string;
  /** The type of its values; `undefined` where arrays have no such type. */
  readonly type: DeclaredType | undefined;
  /** The type as the config writes it. */
  readonly declared: string;
  /** The schema's `_FillValue`. */
  readonly fill: unknown;
  readonly dimensions: readonly string[] | undefined;
  /** Without what tells of its type, dimensions and fill. */
  readonly attributes: JsonAttributes;
}

/** A variable that `add_variables` asks for. */
export interface AddedVariable extends PlannedVariable {
  /** `@filename`, or `@global_attribute:NAME`. */
  readonly source: string;
  /** The dimension along which the value is repeated. */
  readonly dimension: string;
}

type Document = DatasetConfig['document'];
type Transformation = NonNullable<Document['schema_transformation']>;
/** The `zarr` block. */
export type ZarrSettings = NonNullable<Document['zarr']>;
/** One codec of the `zarr` block. */
type CodecSetting = NonNullable<NonNullable<ZarrSettings['codecs']>[number]>;

interface SchemaEntry {
  readonly type?: string | undefined;
  readonly [attribute: string]: unknown;
}

/** The variable that tells for each step of the append dimension from which file it comes. */
export const FILE_NAME = 'filename';

/** Reads the plan from a config that is valid. */
export function planCube({ document, name }: DatasetConfig): CubePlan {
  const transformation = document.schema_transformation ?? {};
  const schema = Object.entries(document.schema) as [string, SchemaEntry][];
  const dropped = new Set(transformation.drop_variables ?? []);
  for (const [variable, entry] of schema) if (entry.drop_var === true) dropped.add(variable);
  const appendDimension = appendDimensionOf(transformation.dimensions);
  const dimensions = Object.values(transformation.dimensions ?? {});
  const kept = schema.filter(([variable]) => !dropped.has(variable));
  return {
    appendDimension,
    chunks: new Map(dimensions.map((dimension) => [dimension.name, dimension.chunk])),
    variables: new Map(kept.map(([variable, entry]) => [variable, plannedVariable(variable, entry)])),
    known: new Set(schema.map(([variable]) => variable)),
    dropped,
    added: addedVariables(transformation.add_variables, appendDimension),
    templates: [transformation.var_template_shape ?? []].flat(),
    sortedBy: (transformation.dataset_sort_by ?? []).filter((dimension) => dimension !== appendDimension),
    grids: gridsOf(transformation.target_dimension_grids),
    timeless: new Set(transformation.skip_cftime_decode ?? []),
    deletedAttributes: new Set(transformation.global_attributes?.delete ?? []),
    setAttributes: setAttributes(document, name),
    zarr: document.zarr ?? {},
  };
}

/** The one that says so, else the one with the role `time`; validation has made sure that there is one. */
function appendDimensionOf(dimensions: Transformation['dimensions']): string {
  const all = dimensions ?? {};
  const appended = Object.values(all).find(({ append_dim }) => append_dim === true);
  return (appended ?? all.time)?.name ?? '';
}

function plannedVariable(name: string, entry: SchemaEntry): PlannedVariable {
  const { type = '', dims, drop_var: _, dimensions: __, _FillValue: fill, ...attributes } = entry;
  const dimensions = Array.isArray(dims) ? (dims as string[]) : undefined;
  return { name, type: declaredType(type), declared: type, fill, dimensions, attributes };
}

function addedVariables(added: Transformation['add_variables'], appendDimension: string): AddedVariable[] {
  const entries = { ...(added?.[FILE_NAME] ? {} : { [FILE_NAME]: FILE_NAME_ENTRY }), ...added };
  return Object.entries(entries).map(([name, { source, schema }]) => ({
    ...plannedVariable(name, { ...schema, type: 'string' }),
    source,
    dimension: [schema.dimensions ?? []].flat()[0] ?? appendDimension,
  }));
}

const FILE_NAME_ENTRY: NonNullable<Transformation['add_variables']>[string] = {
  source: '@filename',
  schema: { type: 'string' },
};

function gridsOf(grids: Transformation['target_dimension_grids']): Map<string, Float64Array> {
  return new Map(Object.entries(grids ?? {}).map(([dimension, grid]) => [dimension, axisOf(grid)]));
}

/** `values`, or all of `min + i · step` up to `max`, where half a step more still counts as `max`. */
function axisOf({ min = 0, max = 0, step = 1, values }: GridSetting): Float64Array {
  if (values) return Float64Array.from(values);
  const length = Math.ceil((max + step / 2 - min) / step);
  return Float64Array.from({ length }, (_, i) => min + i * step);
}

type GridSetting = NonNullable<Transformation['target_dimension_grids']>[string];

function setAttributes({ metadata_uuid, schema_transformation }: Document, name: string): JsonAttributes {
  const set = schema_transformation?.global_attributes?.set ?? {};
  return { ...set, ...(typeof metadata_uuid === 'string' && { metadata_uuid }), dataset_name: name };
}

/** The codecs that a layer of settings asks for, in their order; `undefined` where it leaves them to the next one. */
export function codecsOf({
  codecs,
  filters,
  compressor,
}: Pick<ZarrSettings, 'codecs' | 'filters' | 'compressor'>): readonly CodecSpec[] | undefined {
  if (codecs) return codecs.map(toSpec);
  if (!filters && compressor === undefined) return undefined;
  const last = compressor === undefined ? DEFAULT_COMPRESSOR : compressor;
  return [...(filters ?? []), ...(last ? [last] : [])].map(toSpec);
}

/** Filters without a compressor of their own keep the usual one. */
const DEFAULT_COMPRESSOR: CodecSetting = { id: 'blosc', cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 };

function toSpec({ id, ...configuration }: CodecSetting): CodecSpec {
  return { name: id, configuration };
}
