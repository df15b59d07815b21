/**
 * From what a config wants and what the first file is to the layout of a new cube.
 *
 * @module
 */
import type { ArrayLayout, CubeLayout } from '../../engine/cube/layout.js';
import type { SourceOutline, VariableOutline } from '../../engine/cube/outline.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { type Attributes, attributeText } from '../../model/attributes.js';
import { isInteger, isNumeric } from '../../model/data-type.js';
import type { FillValue, JsonAttributes, ZarrType } from '../../model/zarr/array.js';
import { attributesToJson } from '../../model/zarr/attributes.js';
import { storedType } from './array-type.js';
import { type CubePlan, codecsOf, type PlannedVariable, type ZarrSettings } from './cube-plan.js';

/** Labels, and what else has one value for each step, lie in few objects: whoever opens the cube reads all of them. */
const LABELS_IN_CHUNK = 1024;

type VariableSettings = NonNullable<NonNullable<ZarrSettings['variables']>[string]>;

/**
 * How a new cube is laid out: the variables of the schema in its order, whether the first file has them or not, then its other
 * coordinates and what is added. Chunks are the config's. The schema's types are those of values: what the file has packed stays packed,
 * and times keep their encoding, unless the `zarr` block tells another. A variable whose `dims` in the schema have the append dimension varies
 * along it, also where files have it once.
 *
 * @throws CO_CUBE_LAYOUT for a variable that the file lacks and whose type or dimensions are not known
 */
export function layoutCube(outline: SourceOutline, plan: CubePlan): CubeLayout {
  const { zarr, appendDimension } = plan;
  const names = [...new Set([...plan.variables.keys(), ...outline.variables.keys()])];
  return {
    format: zarr.format ?? 3,
    consolidated: zarr.consolidated ?? true,
    appendDimension,
    attributes: globalAttributes(outline.attributes, plan),
    names,
    arrays: new Map(names.map((name) => [name, layoutArray(name, outline, plan)])),
    defaults: { codecs: codecsOf(zarr) },
  };
}

function globalAttributes(attributes: Attributes, { deletedAttributes, setAttributes }: CubePlan): JsonAttributes {
  const kept = [...attributes].filter(([name]) => !deletedAttributes.has(name));
  return { ...attributesToJson(new Map(kept)), ...setAttributes };
}

function layoutArray(name: string, outline: SourceOutline, plan: CubePlan): ArrayLayout {
  const variable = outline.variables.get(name);
  const planned = plan.variables.get(name);
  const settings = plan.zarr.variables?.[name] ?? {};
  const own = variable
    ? ofPresent(variable, planned, settings, plan)
    : ofAbsent(name, planned, settings, outline, plan);
  const { scale_factor: scaleFactor, add_offset: addOffset, units, calendar } = settings;
  const dimensions = own.dimensions ?? variable?.dimensions ?? [];
  const chunks = chunksOf(dimensions, settings, outline, plan);
  const shards = shardsOf(dimensions, chunks, settings, plan);
  return { ...own, chunks, shards, scaleFactor, addOffset, units, calendar, codecs: codecsOf(settings) };
}

function ofPresent(
  variable: VariableOutline,
  planned: PlannedVariable | undefined,
  settings: VariableSettings,
  { appendDimension }: CubePlan,
) {
  const type = typeOf(variable, planned, settings);
  const declaresFill = variable.attributes.has('_FillValue') || variable.attributes.has('missing_value');
  const fill = settings._FillValue ?? (declaresFill ? undefined : planned?.fill);
  const declared = planned?.dimensions;
  const isRepeated = declared?.includes(appendDimension) && !variable.dimensions.includes(appendDimension);
  return { dimensions: isRepeated ? declared : undefined, type, fillValue: fillOf(fill, type ?? variable.type) };
}

/** The type of the stored values; `undefined` where it follows the file. */
function typeOf(
  { type, attributes }: VariableOutline,
  planned: PlannedVariable | undefined,
  { dtype, scale_factor, add_offset }: VariableSettings,
): ZarrType | undefined {
  if (dtype !== undefined) return zarrType(dtype);
  const isPacked = attributes.has('scale_factor') || attributes.has('add_offset');
  const isTime = /\ssince\s/i.test(attributeText(attributes, 'units') ?? '');
  if (isPacked || isTime || scale_factor !== undefined || add_offset !== undefined) return undefined;
  const declared = planned?.type === 'time' ? undefined : planned?.type;
  return declared === 'string' && isNumeric(type) ? undefined : declared;
}

function zarrType(dtype: string): ZarrType | undefined {
  const type = storedType(dtype);
  return type === 'time' ? 'int64' : type;
}

/** A variable that the first file lacks is as the schema tells. */
function ofAbsent(
  name: string,
  planned: PlannedVariable | undefined,
  settings: VariableSettings,
  outline: SourceOutline,
  plan: CubePlan,
) {
  const type = settings.dtype === undefined ? planned?.type : zarrType(settings.dtype);
  if (type === undefined) throw unfit(name, `its type '${planned?.declared ?? settings.dtype}' is none of an array`);
  const dimensions = planned?.dimensions ?? templateDimensions(name, outline, plan);
  const stored = type === 'time' ? 'float64' : type;
  const fillValue = fillOf(settings._FillValue ?? planned?.fill, stored) ?? defaultFill(stored);
  const attributes = { ...(type === 'time' && { units: 'days since 1970-01-01' }), ...planned?.attributes };
  return { dimensions, type: stored, fillValue, attributes };
}

function templateDimensions(name: string, outline: SourceOutline, { templates }: CubePlan): readonly string[] {
  const template = templates.map((candidate) => outline.variables.get(candidate)).find((found) => found !== undefined);
  if (template) return template.dimensions;
  const reason = `'${outline.uri}' lacks it, 'dims' of the schema do not tell its dimensions, and ${templates.join(', ')} is not there`;
  throw unfit(name, reason);
}

/** Numbers with a point have not-a-number, texts the empty one; for integers a fill value has to be declared. */
function defaultFill(type: ZarrType): FillValue | undefined {
  if (type === 'float32' || type === 'float64') return Number.NaN;
  return type === 'string' || /^[US]/.test(type) ? '' : undefined;
}

/** A fill value of a config as one of `type`; `undefined` where it is none. */
function fillOf(value: unknown, type: string): FillValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isNumeric(type)) return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
  const number = typeof value === 'string' && value.trim() === '' ? undefined : Number(value);
  if (number === undefined || (Number.isNaN(number) && value !== 'NaN')) return undefined;
  if (!isInteger(type)) return number;
  if (!Number.isInteger(number)) return undefined;
  return type.endsWith('64') ? BigInt(typeof value === 'string' ? value : number) : number;
}

function chunksOf(
  dimensions: readonly string[],
  { chunks }: VariableSettings,
  outline: SourceOutline,
  plan: CubePlan,
): (number | null)[] {
  const least = isOfLabels(dimensions, plan) ? LABELS_IN_CHUNK : 1;
  return dimensions.map((name) => {
    const asked = chunks?.[name] !== undefined ? chunks[name] : atLeast(least, plan.chunks.get(name));
    const length = name === plan.appendDimension ? undefined : outline.dimensions.get(name);
    return asked === null || length === undefined ? asked : Math.min(asked, Math.max(1, length));
  });
}

/** Whether an array has one value for each step. */
function isOfLabels(dimensions: readonly string[], { appendDimension }: CubePlan): boolean {
  return dimensions.length === 1 && dimensions[0] === appendDimension;
}

function atLeast(least: number, chunk: number | null | undefined): number | null {
  return typeof chunk === 'number' ? Math.max(least, chunk) : null;
}

/** Only arrays with a dimension for which shards are asked have shards. */
function shardsOf(
  dimensions: readonly string[],
  chunks: readonly (number | null)[],
  { shards: own }: VariableSettings,
  plan: CubePlan,
): (number | null)[] | undefined {
  const shards = own ?? (isOfLabels(dimensions, plan) ? undefined : plan.zarr.shards);
  if (!shards || !dimensions.some((name) => shards[name] !== undefined)) return undefined;
  return dimensions.map((name, axis) => (shards[name] !== undefined ? shards[name] : (chunks[axis] ?? null)));
}

function unfit(array: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}
