import type { DatasetConfig } from '../config/index.js';
import type { LayoutDifference, WantedCubeMetadata } from '../metadata/index.js';
import { isNumeric } from '../model/data-type.js';
import type { JsonAttributes, ZarrArray } from '../model/zarr/array.js';
import { storedType } from '../pipeline/cube/array-type.js';
import { type CubePlan, type PlannedVariable, planCube, type ZarrSettings } from '../pipeline/cube/cube-plan.js';

type VariableSettings = NonNullable<NonNullable<ZarrSettings['variables']>[string]>;

/** What a config wants of the metadata of its cube. */
export function wantedCubeMetadata(config: DatasetConfig): WantedCubeMetadata {
  const plan = planCube(config);
  const added = plan.added.map(({ name, attributes }) => [name, texts(attributes)] as const);
  return {
    variables: new Map([...added, ...[...plan.variables].map(([name, { attributes }]) => [name, attributes] as const)]),
    deleted: plan.deletedAttributes,
    set: plan.setAttributes,
    layoutDifferences: (name, array) => layoutDifferences(name, array, plan),
  };
}

/** The attributes of an added variable are stored as texts. */
function texts(attributes: JsonAttributes): JsonAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** In what an array is stored otherwise than the config would lay it out now: an existing cube keeps its layout. */
function layoutDifferences(name: string, array: ZarrArray, plan: CubePlan): LayoutDifference[] {
  const planned = plan.variables.get(name);
  const settings = plan.zarr.variables?.[name] ?? {};
  return [
    ...typeDifference(array, planned, settings),
    ...fillDifference(array, planned, settings),
    ...encodingDifferences(array, settings),
    ...chunkDifferences(array, settings, plan),
  ];
}

/** Packed numbers and times keep the encoding of the files, whatever type their values have. */
function typeDifference(
  array: ZarrArray,
  planned: PlannedVariable | undefined,
  { dtype }: VariableSettings,
): LayoutDifference[] {
  if (dtype !== undefined) {
    const asked = storedType(dtype);
    return asked === array.type || (asked === 'time' && array.type === 'int64') ? [] : [type(array, dtype)];
  }
  const asked = planned?.type;
  if (!planned || asked === undefined || asked === 'time' || isEncoded(array) || asked === array.type) return [];
  const isText = asked === 'string' || !isNumeric(array.type);
  return isText ? [] : [type(array, planned.declared)];
}

function type(array: ZarrArray, asked: string): LayoutDifference {
  return { attribute: 'type', stored: array.type, asked };
}

/** What is packed is told in packed numbers, which the schema's fill value is not. */
function fillDifference(
  array: ZarrArray,
  planned: PlannedVariable | undefined,
  settings: VariableSettings,
): LayoutDifference[] {
  const asked = settings._FillValue ?? (isEncoded(array) ? undefined : planned?.fill);
  if (asked === undefined || asked === null || asked === '') return [];
  const stored = array.masked ? array.fillValue : undefined;
  return isSameFill(stored, asked, array.type) ? [] : [{ attribute: '_FillValue', stored, asked }];
}

function isSameFill(stored: unknown, asked: unknown, type: string): boolean {
  if (!isNumeric(type as ZarrArray['type'])) return stored === asked;
  const round = type === 'float32' ? Math.fround : Number;
  return stored !== undefined && Object.is(round(Number(stored)), round(Number(asked)));
}

function encodingDifferences({ attributes }: ZarrArray, settings: VariableSettings): LayoutDifference[] {
  const keys = ['scale_factor', 'add_offset', 'units', 'calendar'] as const;
  return keys.flatMap((attribute) => {
    const [stored, asked] = [attributes[attribute], settings[attribute]];
    const isSame = stored instanceof Float64Array ? stored[0] === asked : stored === asked;
    return asked === undefined || isSame ? [] : [{ attribute, stored, asked }];
  });
}

/** Arrays of labels lie in chunks of their own, and what is shorter than a chunk in shorter ones. */
function chunkDifferences(
  { dimensions, shape, chunks }: ZarrArray,
  settings: VariableSettings,
  plan: CubePlan,
): LayoutDifference[] {
  if (dimensions.length < 2) return [];
  return dimensions.flatMap((name, axis) => {
    const asked = settings.chunks?.[name] ?? plan.chunks.get(name);
    const stored = chunks[axis] ?? 0;
    const isWhole = name !== plan.appendDimension && stored >= (shape[axis] ?? 0);
    if (typeof asked !== 'number' || asked === stored || (isWhole && asked >= stored)) return [];
    return [{ attribute: `chunk of ${name}`, stored, asked }];
  });
}

function isEncoded({ attributes }: ZarrArray): boolean {
  const isTime = typeof attributes.units === 'string' && /\ssince\s/i.test(attributes.units);
  return isTime || attributes.scale_factor !== undefined || attributes.add_offset !== undefined;
}
