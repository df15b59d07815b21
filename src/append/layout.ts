/**
 * From the config of an append to the layout of a new cube.
 *
 * @module
 */
import type { Json, JsonObject } from '../config/json.js';
import { isObject } from '../config/json.js';
import type { ArrayLayout, CubeLayout } from '../engine/cube/layout.js';
import type { SourceOutline, VariableOutline } from '../engine/cube/outline.js';
import { CloudOptimisedError } from '../errors/index.js';
import { isInteger } from '../model/data-type.js';
import type { CodecSpec, FillValue, JsonAttributes, ZarrType } from '../model/zarr/array.js';
import type { AppendConfig, LevelsSettings } from './config/append-config.js';
import { settingsFor } from './config/variable-settings.js';

/** What zappend's own default is: Blosc over LZ4, as zarr-python 2 has it. */
const DEFAULT_COMPRESSOR: CodecSpec = {
  name: 'blosc',
  configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 },
};

/** The layout of a cube that is made of a first slice. @throws CO_CUBE_LAYOUT */
export function layoutOf(config: AppendConfig, first: SourceOutline, attributes: JsonAttributes): CubeLayout {
  const names = namesOf(config, first);
  return {
    format: config.format,
    consolidated: true,
    appendDimension: config.appendDimension,
    attributes,
    names,
    arrays: new Map(names.map((name) => [name, arrayLayout(name, config, first)])),
    defaults: {},
  };
}

/** Variables of the first slice, and those that are configured beside them. */
function namesOf(config: AppendConfig, first: SourceOutline): string[] {
  const { includedVariables: included, excludedVariables: excluded, variables } = config;
  const configured = [...variables.keys()].filter((name) => name !== '*');
  const all = included.length > 0 ? included : [...first.variables.keys(), ...configured];
  return [...new Set(all)].filter((name) => !excluded.includes(name));
}

function arrayLayout(name: string, config: AppendConfig, first: SourceOutline): ArrayLayout {
  const { dimensions, encoding, attributes } = settingsFor(name, config.variables);
  const outline = first.variables.get(name);
  const type = encoding.dtype as ZarrType | undefined;
  return {
    dimensions: dimensions ?? undefined,
    chunks:
      chunksOf(name, encoding.chunks, dimensions ?? outline?.dimensions ?? []) ?? defaultChunks(name, config, first),
    shards: chunksOf(name, encoding.shards, dimensions ?? outline?.dimensions ?? []),
    type,
    fillValue: fillValueOf(encoding.fill_value, type ?? outline?.type),
    scaleFactor: encoding.scale_factor as number | undefined,
    addOffset: encoding.add_offset as number | undefined,
    units: encoding.units as string | undefined,
    calendar: encoding.calendar as string | undefined,
    codecs: codecsOf(encoding),
    attributes,
  };
}

/** `null` and an empty list are one chunk for all. @throws CO_CUBE_LAYOUT for another number of lengths than of dimensions */
function chunksOf(
  array: string,
  written: Json | undefined,
  dimensions: readonly string[],
): readonly (number | null)[] | undefined {
  if (written === undefined) return undefined;
  const chunks = (written ?? []) as readonly (number | null)[];
  if (chunks.length === 0) return dimensions.map(() => null);
  if (chunks.length === dimensions.length) return chunks;
  const reason = `[${chunks.join(', ')}] has ${chunks.length} lengths for ${dimensions.length} dimensions`;
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}

/**
 * Chunks that are not configured. Coordinates lie in as few chunks as may be, where the config says so. The others follow the slice, and
 * where it does not tell have its own length along the append dimension.
 */
function defaultChunks(
  name: string,
  { appendDimension, coordinateChunk, levels }: AppendConfig,
  first: SourceOutline,
): readonly (number | null)[] | undefined {
  const variable = first.variables.get(name);
  if (!variable) return undefined;
  const length = first.dimensions.get(appendDimension) ?? 1;
  if (coordinateChunk !== undefined && isCoordinate(variable, first))
    return variable.dimensions.map((dimension) => (dimension === appendDimension ? coordinateChunk : null));
  if (name === appendDimension) return [length];
  const tiles = levels && tileChunks(variable, levels, appendDimension);
  if (tiles) return tiles;
  if (variable.chunkShape) return undefined;
  if (variable.dimensions.length === 1 && variable.dimensions[0] === appendDimension) return [length];
  return undefined;
}

/** Tiles of one step each; variables that are not over both horizontal dimensions lie in one chunk. */
function tileChunks(
  { dimensions }: VariableOutline,
  { tile, dimensions: named }: LevelsSettings,
  appendDimension: string,
): readonly (number | null)[] | undefined {
  const [y, x] = [named?.y ?? dimensions.at(-2), named?.x ?? dimensions.at(-1)];
  const isTiled =
    dimensions.length >= 2 && x !== undefined && y !== undefined && dimensions.includes(x) && dimensions.includes(y);
  if (!isTiled) return dimensions.includes(appendDimension) ? undefined : dimensions.map(() => null);
  const lengths: Readonly<Record<string, number>> = {
    [appendDimension]: 1,
    [y]: tile?.height ?? 0,
    [x]: tile?.width ?? 0,
  };
  return tile && dimensions.map((dimension) => lengths[dimension] ?? null);
}

/** Coordinates by CF: named as a dimension, named in a `coordinates` attribute, or the bounds of such. */
function isCoordinate({ name, dimensions }: VariableOutline, { variables }: SourceOutline): boolean {
  if (dimensions.includes(name)) return true;
  for (const variable of variables.values()) {
    const { attributes } = variable;
    const named = `${attributes.get('coordinates') ?? ''} ${attributes.get('bounds') ?? ''} ${attributes.get('climatology') ?? ''}`;
    if (named.split(/\s+/).includes(name)) return true;
  }
  return false;
}

/** Fill values as JSON tells them: not-a-number and infinities by name, large integers as text. */
function fillValueOf(written: Json | undefined, type: string | undefined): FillValue | undefined {
  if (written === undefined || written === null) return written;
  if (typeof written === 'string' && /^[+-]?\d+$/.test(written) && type?.endsWith('int64')) return BigInt(written);
  if (typeof written === 'string' && type !== 'string') return Number(written);
  if (typeof written === 'number' && type && isInteger(type) && type.endsWith('64')) return BigInt(written);
  return written as FillValue;
}

/** Filters, then the compressor; `undefined` where neither is configured. */
function codecsOf(encoding: JsonObject): readonly CodecSpec[] | undefined {
  const { compressor, filters } = encoding;
  if (compressor === undefined && filters === undefined) return undefined;
  const before = Array.isArray(filters) ? filters.filter(isObject).map(codecOf) : [];
  if (compressor === undefined) return [...before, DEFAULT_COMPRESSOR];
  return isObject(compressor) ? [...before, codecOf(compressor)] : before;
}

function codecOf({ id, ...configuration }: JsonObject): CodecSpec {
  return { name: String(id), configuration };
}
