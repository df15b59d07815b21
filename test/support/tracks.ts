/**
 * A small dataset for tests of whole runs: CSV files of tracks, partitioned by year and cell.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One row of a source. */
export interface TrackRow {
  /** `2020-05-01T00:00:00`. */
  readonly time: string;
  readonly latitude: number | string;
  readonly longitude: number | string;
  readonly value: number | string;
}

/** A config of the dataset, as its file holds it. `more` is merged over its top level. */
export function tracksConfig(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    dataset_name: 'tracks',
    cloud_optimised_format: 'parquet',
    csv_config: { pandas_read_csv_config: { delimiter: ',', header: 0, parse_dates: ['time'] } },
    schema: {
      time: { type: 'timestamp[ns]', standard_name: 'time' },
      latitude: { type: 'double', standard_name: 'latitude', units: 'degrees_north' },
      longitude: { type: 'double', standard_name: 'longitude', units: 'degrees_east' },
      value: { type: 'double', units: '1' },
    },
    schema_transformation: {
      drop_variables: [],
      add_variables: {
        filename: { source: '@filename', schema: { type: 'string', units: '1' } },
        timestamp: { source: '@partitioning:time_extent', schema: { type: 'int64', units: '1' } },
        polygon: { source: '@partitioning:spatial_extent', schema: { type: 'string', units: '1' } },
      },
      partitioning: [
        {
          source_variable: 'timestamp',
          type: 'time_extent',
          time_extent: { time_varname: 'time', partition_period: 'Y' },
        },
        {
          source_variable: 'polygon',
          type: 'spatial_extent',
          spatial_extent: { lat_varname: 'latitude', lon_varname: 'longitude', spatial_resolution: 10 },
        },
      ],
      global_attributes: { set: { title: 'Tracks' } },
    },
    ...more,
  };
}

/** `rows` rows from the first of January of `year`, a month apart, in `cells` cells. Their values begin with `value`. */
export function trackRows(year: number, { rows = 6, cells = 2, value = 0 } = {}): TrackRow[] {
  return Array.from({ length: rows }, (_, i) => ({
    time: `${year}-${String((i % 12) + 1).padStart(2, '0')}-01T00:00:00`,
    latitude: -35,
    longitude: 15 + 10 * (i % cells),
    value: value + i,
  }));
}

/** The text of a source. */
export function csvOf(rows: readonly TrackRow[]): string {
  const lines = rows.map(({ time, latitude, longitude, value }) => [time, latitude, longitude, value].join(','));
  return ['time,latitude,longitude,value', ...lines, ''].join('\n');
}

/** Writes a file, with the folders above it; gives its path. */
export function writeAt(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Writes the config as `tracks.json`; gives its path. */
export function writeConfig(folder: string, config: Record<string, unknown> = tracksConfig()): string {
  return writeAt(folder, 'tracks.json', JSON.stringify(config));
}

/** The rows of a source as `datasetState` tells them. */
export function expectedRows(file: string, rows: readonly TrackRow[]): string[] {
  const number = (value: number | string) => (Number.isInteger(value) ? `${value}.0` : String(value));
  return rows.map(({ time, latitude, longitude, value }) =>
    [file, time, number(latitude), number(longitude), number(value)].join('|'),
  );
}
