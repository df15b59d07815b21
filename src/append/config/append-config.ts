import type { JsonObject } from '../../config/json.js';
import type { ZarrFormat } from '../../model/zarr/array.js';
import type { Template } from '../expressions/index.js';
import type { AppendConfigDocument } from './append-config.generated.js';
import type { AppendCoordinate } from './append-coordinate.js';
import type { AppendStep } from './append-step.js';
import type { SliceSourceCode } from './config-like.js';
import type { VariableSettings } from './variable-settings.js';

/** What a target's global attributes become when a slice is appended. */
export type AttributesUpdateMode = 'keep' | 'replace' | 'update' | 'ignore';

/** How much is told; `error` the least, `debug` the most. */
export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

/** How cells of one level become one of the next. */
export type AggregationMethod = 'first' | 'min' | 'max' | 'mean' | 'median';

/** How to wait for slices. */
export interface PollingSettings {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Milliseconds after which to give up, with CO_SLICE_INCOMPLETE. */
  readonly timeout: number;
  /** Ending of the object beside a slice that tells that it is complete; without one, size and version must stand still over an interval. */
  readonly marker: string | undefined;
}

/** A multi-level target. */
export interface LevelsSettings {
  /** Number of levels; `undefined`: halve until one fits into a tile. */
  readonly count: number | undefined;
  readonly tile: { readonly width: number; readonly height: number } | undefined;
  /** By variable; `*` for those that it does not name. Without an entry: `first` for integers and texts, `mean` for numbers. */
  readonly aggregation: ReadonlyMap<string, AggregationMethod>;
  /** Whether each level is made from the one before. */
  readonly fromPrevious: boolean;
  /** Whether level 0 is a link to where the full resolution lies. */
  readonly linkLevelZero: boolean;
  /** Names of the horizontal dimensions; `undefined`: the last two of a variable, y before x. */
  readonly dimensions: { readonly x: string; readonly y: string } | undefined;
}

/** A checked config of an append, frozen, every default filled in. */
export interface AppendConfig {
  /** The merged config as it was written, environment values put in. May hold credentials. */
  readonly document: AppendConfigDocument;
  /** The files that it was merged of. */
  readonly files: readonly string[];
  /** Remarks on what was asked for and has no effect, for the log. */
  readonly notices: readonly string[];

  /** Address of the target. `targetOf(config)` throws where it is missing. */
  readonly target: string | undefined;
  /** An existing target is replaced: under the lock, and in the commit of the first slice. */
  readonly forceNew: boolean;
  /** Slices are opened, checked against the target and each other, and nothing at all is written. */
  readonly dryRun: boolean;
  /** Seconds to wait for the target's lock. */
  readonly wait: number;

  readonly format: ZarrFormat;
  readonly appendDimension: string;
  readonly appendStep: AppendStep | undefined;
  readonly fixedDimensions: ReadonlyMap<string, number>;
  /** Empty: all variables. */
  readonly includedVariables: readonly string[];
  readonly excludedVariables: readonly string[];
  /** By name; `*` holds for all. */
  readonly variables: ReadonlyMap<string, VariableSettings>;
  /** Global attributes as written, expressions included. */
  readonly attributes: JsonObject;
  readonly attributesUpdateMode: AttributesUpdateMode;
  /** The templates among `attributes`, by the attribute's name; empty unless `permit_eval` is set. */
  readonly templates: ReadonlyMap<string, Template>;

  /** What a label that is already in the target leads to. */
  readonly ifExists: 'error' | 'skip' | 'replace';
  /** Whether labels before the last one are put in their place; else CO_CUBE_LABEL. */
  readonly insert: boolean;
  /** Whether steps that are missing by `appendStep` are filled; else CO_CUBE_LABEL. */
  readonly gaps: 'error' | 'fill';
  /** Whether each slice must have as many labels as a chunk along the append dimension. */
  readonly strictSlices: boolean;
  /** Labels in a chunk of coordinates that vary along the append dimension; `undefined`: coordinates are chunked as all else. */
  readonly coordinateChunk: number | undefined;
  /** Coordinates that slices lack, by name. */
  readonly appendCoordinates: ReadonlyMap<string, AppendCoordinate>;
  readonly levels: LevelsSettings | undefined;

  /** Which reader opens slices: `netcdf` decides between NetCDF-3 and HDF5 by the first bytes; `undefined` decides among all. */
  readonly sliceFormat: 'netcdf' | 'netcdf3' | 'hdf5' | 'zarr' | undefined;
  readonly polling: PollingSettings | undefined;
  /** Name of a registered source, or the source itself. */
  readonly sliceSource: string | SliceSourceCode | undefined;
  /** Named arguments below a slice's own. */
  readonly sliceSourceArguments: JsonObject;
  /** Free settings for slice sources. */
  readonly extra: JsonObject;
  /** Folder for temporary copies of remote slices; `undefined`: the system's. */
  readonly temporaryFolder: string | undefined;

  /** Least level that is told on standard error; `undefined`: as the command's own options say. */
  readonly logLevel: LogLevel | undefined;
  /** Local file for a V8 CPU profile of the run (`node:inspector`, `Profiler`); `undefined`: none. */
  readonly profilePath: string | undefined;
}
