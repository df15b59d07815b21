/**
 * How a new target is laid out: what the config says, and what it says nothing of follows the first slice.
 *
 * @module
 */
import type { JsonObject } from '../../config/json.js';
import type { ArrayLayout, CubeLayout } from '../../engine/cube/layout.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { JsonAttributes, ZarrType } from '../../model/zarr/array.js';
import type { AppendConfig } from './append-config.js';
import { checkDimensions } from './check-dimensions.js';
import { codecsOf } from './codecs.js';
import { coordinateNames } from './coordinates.js';
import { defaultChunks } from './default-chunks.js';
import { fillValueOf } from './fill-value.js';
import { selectVariables } from './select-variables.js';
import { settingsFor, type VariableSettings } from './variable-settings.js';

type LayoutConfig = Pick<
  AppendConfig,
  | 'appendDimension'
  | 'coordinateChunk'
  | 'excludedVariables'
  | 'fixedDimensions'
  | 'format'
  | 'includedVariables'
  | 'levels'
  | 'variables'
>;

/**
 * The layout of a new target. Lengths of chunks and shards are those of the slice where the config says `null`; what `*` says is already
 * part of each array's layout.
 *
 * @param attributes the target's global attributes, see `groupAttributes`
 * @throws CO_CUBE_DIMENSION, CO_CUBE_DIMENSIONS, CO_CUBE_VARIABLE, CO_CUBE_NO_FILL, CO_CUBE_LAYOUT
 */
export function toCubeLayout(config: LayoutConfig, outline: SourceOutline, attributes: JsonAttributes): CubeLayout {
  checkDimensions(config, outline);
  const names = selectVariables(config, outline);
  const coordinates = config.coordinateChunk === undefined ? new Set() : coordinateNames(outline.variables);
  return {
    format: config.format,
    consolidated: true,
    appendDimension: config.appendDimension,
    attributes,
    names,
    arrays: new Map(names.map((name) => [name, arrayLayout(name, config, outline, coordinates.has(name))])),
    defaults: {},
  };
}

function arrayLayout(name: string, config: LayoutConfig, outline: SourceOutline, isCoordinate: boolean): ArrayLayout {
  const settings = settingsFor(name, config.variables);
  const array = outline.variables.has(name) ? ofSlice(name, settings, outline) : ofConfig(name, settings, outline);
  const { encoding, attributes } = settings;
  const ownChunks = config.variables.get(name)?.encoding.chunks;
  const unchunked =
    isCoordinate && ownChunks === undefined ? coordinateChunks(array.dimensions, array.shape, config) : undefined;
  return present({
    dimensions: outline.variables.has(name) ? undefined : array.dimensions,
    chunks:
      unchunked ??
      lengthsOf(encoding.chunks, array.shape, name, 'chunks') ??
      defaultChunks(outline.variables.get(name), config, outline),
    shards: encoding.shards ? lengthsOf(encoding.shards, array.shape, name, 'shards') : undefined,
    type: encoding.dtype as ZarrType | undefined,
    fillValue: encoding.fill_value === undefined ? undefined : fillValueOf(encoding.fill_value, array.type, name),
    scaleFactor: encoding.scale_factor as number | undefined,
    addOffset: encoding.add_offset as number | undefined,
    units: encoding.units as string | undefined,
    calendar: encoding.calendar as string | undefined,
    codecs: codecsOf(encoding as JsonObject, outline.variables.get(name)?.zarr),
    attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
  });
}

/** What a layout depends on in the array itself. */
interface ArrayFrame {
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  /** Type of the stored values. */
  readonly type: string;
}

function ofSlice(
  name: string,
  { dimensions: expected, encoding }: VariableSettings,
  { uri, variables }: SourceOutline,
): ArrayFrame {
  const { dimensions = [], shape = [], type = '', zarr } = variables.get(name) ?? {};
  if (expected !== undefined && expected.join('\n') !== dimensions.join('\n')) {
    throw new CloudOptimisedError('CO_CUBE_DIMENSIONS', { uri, variable: name, expected, found: dimensions });
  }
  return { dimensions, shape, type: String(encoding.dtype ?? zarr?.type ?? type) };
}

/** A variable that the slice lacks is made, of fill values, where the config tells all that it takes. */
function ofConfig(
  name: string,
  { dimensions, encoding }: VariableSettings,
  { uri, dimensions: lengths }: SourceOutline,
): ArrayFrame {
  const refuse = (reason: string) => new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable: name, reason });
  if (dimensions === undefined) throw refuse("it is not in the file, and its 'dims' are missing in the config");
  const unknown = dimensions.find((dimension) => !lengths.has(dimension));
  if (unknown !== undefined) throw refuse(`its dimension '${unknown}' is not in the file`);
  if (encoding.dtype === undefined)
    throw refuse("it is not in the file, and its 'encoding.dtype' is missing in the config");
  const type = String(encoding.dtype);
  const shape = dimensions.map((dimension) => lengths.get(dimension) ?? 0);
  if (encoding.fill_value === undefined || encoding.fill_value === null) {
    throw new CloudOptimisedError('CO_CUBE_NO_FILL', { uri, variable: name, type });
  }
  return { dimensions, shape, type };
}

/** Lengths of chunks or shards: `null` for an array is all of it, for a dimension its whole length. */
function lengthsOf(written: unknown, shape: readonly number[], array: string, what: string): number[] | undefined {
  if (written === undefined) return undefined;
  const whole = shape.map((length) => Math.max(1, length));
  const lengths = (written ?? []) as readonly (number | null)[];
  if (lengths.length === 0) return whole;
  if (lengths.length === shape.length) return whole.map((length, axis) => lengths[axis] ?? length);
  const reason = `'${JSON.stringify(written)}' tells ${lengths.length} ${what}, but it has ${shape.length} dimensions`;
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}

function coordinateChunks(
  dimensions: readonly string[],
  shape: readonly number[],
  { appendDimension, coordinateChunk = 1 }: LayoutConfig,
): number[] {
  return dimensions.map((name, axis) => (name === appendDimension ? coordinateChunk : Math.max(1, shape[axis] ?? 1)));
}

/** Without the keys that have no value. */
function present(layout: ArrayLayout): ArrayLayout {
  return Object.fromEntries(Object.entries(layout).filter(([, value]) => value !== undefined));
}
