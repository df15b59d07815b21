/**
 * Which handler lays files out as rows, and what its columns are.
 *
 * @module
 */
import type { Decisions } from '../decisions.js';
import type { Archive } from '../samples/archive.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';
import { type RowSpace, rowSpaceOf } from './row-space.js';

/** Files of a layout that a handler is made for. */
interface Layout {
  readonly handler: string;
  readonly reason: string;
  fits(samples: Samples, archive: Archive): boolean;
  /** Whether a variable becomes a column. */
  takes(variable: SampledVariable): boolean;
  /** What else the handler has to be told. */
  settings?(samples: Samples): Readonly<Record<string, unknown>>;
  /** What rows run over. */
  readonly rows: readonly string[];
}

const LAYOUTS: readonly Layout[] = [
  {
    handler: 'ArgoHandler',
    reason: 'Argo profiles: dimensions N_PROF and N_LEVELS, names that end in _prof.nc',
    fits: ({ dimensions, family }, { names }) =>
      family === 'netcdf' &&
      dimensions.has('N_PROF') &&
      dimensions.has('N_LEVELS') &&
      names.every((name) => name.endsWith('_prof.nc')),
    takes: ({ dimensions }) =>
      dimensions[0] === 'N_PROF' && dimensions.every((name) => name === 'N_PROF' || name === 'N_LEVELS'),
    rows: ['N_PROF', 'N_LEVELS'],
  },
  {
    handler: 'AnmnHourlyTsHandler',
    reason:
      'observations that name their instrument: dimensions OBSERVATION and INSTRUMENT, joined by instrument_index',
    fits: ({ dimensions, variables }) =>
      dimensions.has('OBSERVATION') && dimensions.has('INSTRUMENT') && variables.has('instrument_index'),
    takes: () => true,
    rows: ['OBSERVATION'],
  },
  {
    handler: 'BODBAWHandler',
    reason: 'observations one profile after the other, profiles of stations: row_size and station_index',
    fits: ({ variables }) => variables.has('row_size') && variables.has('station_index'),
    takes: ({ name, dimensions }) =>
      name !== 'row_size' && name !== 'station_index' && (dimensions.length < 2 || dimensions.includes('wavelength')),
    settings: ({ dimensions }) =>
      dimensions.has('wavelength') ? { netcdf_read_config: { spectral_flatten: true } } : {},
    rows: ['observations'],
  },
  {
    handler: 'AatamsSatelliteTaggingHandler',
    reason: 'cells that hold lists of numbers: one row for each of their elements',
    fits: ({ family, variables }) => family === 'csv' && [...variables.values()].some(({ isList }) => isList === true),
    takes: () => true,
    rows: ['elements'],
  },
];

/** A handler, what it has to be told, and its columns. */
export interface ChosenHandler extends RowSpace {
  readonly handler: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The handler of a table, and its columns; lists of numbers are columns of numbers. */
export function chooseHandler(samples: Samples, archive: Archive, decisions: Decisions): ChosenHandler {
  const layout = LAYOUTS.find((one) => one.fits(samples, archive));
  const handler = layout?.handler ?? 'GenericParquetHandler';
  decisions.note('handler', '/handler_class', handler, layout?.reason ?? 'nothing asks for a special handler');
  if (!layout) return { handler, settings: {}, ...rowSpaceOf(samples) };
  const all = [...samples.variables.values()].map((one) => (one.isList ? { ...one, type: 'float64' as const } : one));
  const columns = all.filter((variable) => layout.takes(variable));
  const strangers = all.filter((variable) => !layout.takes(variable));
  return { handler, settings: layout.settings?.(samples) ?? {}, dimensions: layout.rows, columns, strangers };
}
