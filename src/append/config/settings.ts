/**
 * From the document of a config to what it asks for, defaults filled in.
 *
 * @module
 */
import type { JsonObject } from '../../config/json.js';
import type { AppendConfigDocument, Level } from './append-config.generated.js';
import type { AppendConfig, LevelsSettings, LogLevel, PollingSettings } from './append-config.js';
import type { AppendCoordinate } from './append-coordinate.js';
import { parseAppendStep } from './append-step.js';
import { noticesOf } from './notices.js';
import { variableSettings } from './variable-settings.js';

/** Labels in a chunk of an unchunked coordinate that grows. */
const COORDINATE_CHUNK = 4096;
const DEFAULT_POLLING = { interval: 2, timeout: 60 } as const;
const DEFAULT_PROFILE = 'zappend.cpuprofile';

/** The settings of a document that was checked. */
export function settingsOf(document: AppendConfigDocument): Omit<AppendConfig, 'files' | 'sliceSource' | 'templates'> {
  return {
    document,
    notices: noticesOf(document),
    ...target(document),
    ...layout(document),
    ...labels(document),
    ...slices(document),
    ...reporting(document),
  };
}

function target(document: AppendConfigDocument) {
  return {
    target: document.target_dir,
    forceNew: document.force_new ?? false,
    dryRun: document.dry_run ?? false,
    wait: document.wait ?? 0,
    format: document.zarr_version ?? 2,
  };
}

function layout(document: AppendConfigDocument) {
  return {
    appendDimension: document.append_dim ?? 'time',
    fixedDimensions: new Map(Object.entries(document.fixed_dims ?? {})),
    includedVariables: document.included_variables ?? [],
    excludedVariables: document.excluded_variables ?? [],
    variables: variableSettings(document),
    attributes: (document.attrs ?? {}) as JsonObject,
    attributesUpdateMode: document.attrs_update_mode ?? 'keep',
    coordinateChunk: coordinateChunk(document.unchunked_coordinates),
    levels: document.levels && levelsSettings(document.levels),
  };
}

function labels(document: AppendConfigDocument) {
  const step = parseAppendStep(document.append_step);
  return {
    appendStep: typeof step === 'string' ? undefined : step,
    ifExists: document.if_exists ?? 'error',
    insert: document.insert ?? false,
    gaps: document.gaps ?? 'error',
    strictSlices: document.strict_slices ?? false,
    appendCoordinates: appendCoordinates(document),
  };
}

function slices(document: AppendConfigDocument) {
  return {
    sliceFormat: document.slice_engine && SLICE_FORMATS[document.slice_engine],
    polling: pollingSettings(document.slice_polling),
    sliceSourceArguments: (document.slice_source_kwargs ?? {}) as JsonObject,
    extra: (document.extra ?? {}) as JsonObject,
    temporaryFolder: document.temp_dir,
  };
}

function reporting({ logging, profiling }: AppendConfigDocument) {
  return { logLevel: logLevel(logging), profilePath: profilePath(profiling) };
}

const SLICE_FORMATS = {
  netcdf4: 'netcdf',
  h5netcdf: 'hdf5',
  hdf5: 'hdf5',
  scipy: 'netcdf3',
  netcdf3: 'netcdf3',
  zarr: 'zarr',
} as const;

function coordinateChunk(unchunked: AppendConfigDocument['unchunked_coordinates']): number | undefined {
  if (typeof unchunked === 'number') return unchunked;
  return unchunked ? COORDINATE_CHUNK : undefined;
}

function levelsSettings(levels: NonNullable<AppendConfigDocument['levels']>): LevelsSettings {
  const [width, height] = levels.tile_size ?? [];
  const [x, y] = levels.xy_dim_names ?? [];
  const methods = levels.agg_methods ?? {};
  return {
    count: levels.num_levels,
    tile: width === undefined || height === undefined ? undefined : { width, height },
    aggregation: new Map(Object.entries(typeof methods === 'string' ? { '*': methods } : methods)),
    fromPrevious: levels.use_saved_levels ?? false,
    linkLevelZero: levels.link_level_zero ?? false,
    dimensions: x === undefined || y === undefined ? undefined : { x, y },
  };
}

function pollingSettings(written: AppendConfigDocument['slice_polling']): PollingSettings | undefined {
  if (!written) return undefined;
  const { interval, timeout, marker } = written === true ? { ...DEFAULT_POLLING, marker: undefined } : written;
  return { interval: interval * 1000, timeout: timeout * 1000, marker };
}

function appendCoordinates({ append_coords: written = {} }: AppendConfigDocument): Map<string, AppendCoordinate> {
  const coordinates = Object.entries(written).map(([name, entry]): [string, AppendCoordinate] => {
    const attribute = /^@global_attribute:(.+)$/s.exec(entry.from)?.[1];
    const from =
      attribute === undefined ? ({ kind: 'filename' } as const) : ({ kind: 'attribute', name: attribute } as const);
    const pattern = entry.pattern === undefined ? undefined : new RegExp(entry.pattern);
    return [name, { from, pattern, format: entry.format, units: entry.units ?? 'seconds since 1970-01-01' }];
  });
  return new Map(coordinates);
}

const LOG_LEVELS: Readonly<Record<Level, LogLevel>> = {
  CRITICAL: 'error',
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'info',
  DEBUG: 'debug',
  NOTSET: 'debug',
};

function logLevel(logging: AppendConfigDocument['logging']): LogLevel | undefined {
  if (logging === undefined || typeof logging === 'boolean') return logging ? 'info' : undefined;
  if (typeof logging === 'string') return LOG_LEVELS[logging];
  const level = logging.loggers?.zappend?.level ?? logging.root?.level;
  return level && LOG_LEVELS[level];
}

function profilePath(profiling: AppendConfigDocument['profiling']): string | undefined {
  if (typeof profiling === 'string') return profiling;
  if (!profiling) return undefined;
  if (profiling === true) return DEFAULT_PROFILE;
  return profiling.enabled === false ? undefined : (profiling.path ?? DEFAULT_PROFILE);
}
