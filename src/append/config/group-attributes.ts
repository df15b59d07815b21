import type { JsonObject } from '../../config/json.js';
import type { JsonAttributes } from '../../model/zarr/array.js';
import type { AttributesUpdateMode } from './append-config.js';
import { mergeLayers } from './merge-layers.js';

/** What a target's global attributes are made of. */
export interface AttributeSources {
  /** Attributes of the target as it is; `undefined` where this slice creates it. */
  readonly target: JsonAttributes | undefined;
  readonly slice: JsonAttributes;
  /** `attrs` of the config, which goes over all in each mode. */
  readonly config: JsonObject;
}

/** The global attributes of a target after a slice was appended, by `attrs_update_mode`. Only where it is new, objects in them are merged. */
export function groupAttributes(
  mode: AttributesUpdateMode,
  { target, slice, config }: AttributeSources,
): JsonAttributes {
  if (target === undefined) return mergeLayers([created(mode, slice) as JsonObject, config]);
  return { ...appended(mode, target, slice), ...config };
}

function created(mode: AttributesUpdateMode, slice: JsonAttributes): JsonAttributes {
  return mode === 'ignore' ? {} : slice;
}

function appended(mode: AttributesUpdateMode, target: JsonAttributes, slice: JsonAttributes): JsonAttributes {
  if (mode === 'ignore') return {};
  if (mode === 'keep') return target;
  return mode === 'replace' ? slice : { ...target, ...slice };
}
