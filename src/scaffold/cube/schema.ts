import { attributeNumber, attributeToJson } from '../../model/attributes.js';
import { DEFAULT_FILL } from '../../model/cf/default-fill.js';
import { byteSize, isInteger, isNumeric, type NumericType } from '../../model/data-type.js';
import type { Decisions } from '../decisions.js';
import { pointerPart } from '../parquet/schema.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';
import { keptAttributes } from '../schema-entry.js';
import { isPackedOtherwise, storageForAll } from './storage-for-all.js';

/** One variable of the schema of a cube, and what the `zarr` block needs for it. */
export interface CubeEntry {
  readonly entry: Record<string, unknown>;
  readonly encoding?: Record<string, unknown> | undefined;
}

/** Entry of a variable. What has other dimensions than its own name tells them, for files that lack it. */
export function cubeEntry(
  variable: SampledVariable,
  append: string,
  samples: Samples,
  decisions: Decisions,
): CubeEntry {
  const { name, type, dimensions, attributes, stored, presentIn } = variable;
  const common = storageForAll(variable, decisions);
  const isTime = type.startsWith('timestamp');
  const isCoordinate = dimensions.length === 1 && dimensions[0] === name;
  const fill = attributes.get('_FillValue');
  const kept = keptAttributes(variable);
  const timeAttributes = isTime ? timeUnits(variable) : {};
  const entry = {
    type: isTime ? 'timestamp[ns]' : type,
    ...(!isCoordinate && { dims: dimensionsIn(variable, append, decisions) }),
    ...kept,
    ...timeAttributes,
    ...(fill !== undefined && !common && isNumeric(stored ?? '') && { _FillValue: attributeToJson(fill) }),
  };
  const count = samples.inspections.length;
  if (presentIn === count) return { entry, encoding: common };
  decisions.note(
    `optional:${name}`,
    `/schema/${pointerPart(name)}`,
    'optional',
    `${presentIn} of ${count} samples have it; the steps of the others have no values`,
  );
  const encoding = common ?? packingOf(variable);
  const needsFill = isInteger(stored ?? '') && fill === undefined && !encoding;
  return { entry: needsFill ? { ...entry, _FillValue: fillFor(variable, decisions) } : entry, encoding };
}

/** Integers have no value of their own that stands for none: that of netCDF is taken. */
function fillFor({ name, stored }: SampledVariable, decisions: Decisions): number | string {
  const fill = DEFAULT_FILL[stored as NumericType];
  const value = typeof fill === 'bigint' ? String(fill) : fill;
  const reason = "the steps of samples without it need a value that stands for none: netCDF's default";
  decisions.note(`fill:${name}`, `/schema/${pointerPart(name)}/_FillValue`, value, reason);
  return value;
}

/** What files have once, and each file otherwise, is kept for each step. */
function dimensionsIn(
  { name, dimensions, isUnsteady }: SampledVariable,
  append: string,
  decisions: Decisions,
): string[] {
  if (!isUnsteady || dimensions.includes(append)) return [...dimensions];
  const reason = `samples have other values of it, though it does not vary along '${append}': each step gets its own`;
  decisions.note(`varies:${name}`, `/schema/${pointerPart(name)}/dims`, name, reason);
  return [append, ...dimensions];
}

function timeUnits({ attributes }: SampledVariable): Record<string, unknown> {
  return Object.fromEntries(
    ['units', 'calendar'].flatMap((name) => {
      const value = attributes.get(name);
      return value === undefined ? [] : [[name, attributeToJson(value)]];
    }),
  );
}

/** How a variable is packed that the first file may lack: without, it would be stored unpacked. */
function packingOf({ stored, attributes, disagreeing }: SampledVariable): Record<string, unknown> | undefined {
  const scale = attributeNumber(attributes, 'scale_factor');
  const offset = attributeNumber(attributes, 'add_offset');
  const isSame = !['scale_factor', 'add_offset', '_FillValue'].some((name) => disagreeing.includes(name));
  if (!stored || !isInteger(stored) || !isSame || (scale === undefined && offset === undefined)) return undefined;
  const fill = attributeNumber(attributes, '_FillValue');
  return {
    dtype: stored,
    ...(scale !== undefined && { scale_factor: scale }),
    ...(offset !== undefined && { add_offset: offset }),
    ...(fill !== undefined && { _FillValue: fill }),
  };
}

/** Bytes of a stored value. */
export function storedBytes(variable: SampledVariable): number {
  const { stored, type } = variable;
  if (isPackedOtherwise(variable)) return byteSize('float64');
  if (stored && isNumeric(stored)) return byteSize(stored);
  return isNumeric(type) ? byteSize(type) : 8;
}
