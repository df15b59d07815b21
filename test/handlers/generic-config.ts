import type { MemoryVariable } from './memory-dataset.js';

/** What a test changes in the config. */
export interface ConfigChanges {
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly added?: Readonly<Record<string, unknown>>;
  readonly transformation?: Readonly<Record<string, unknown>>;
  readonly space?: Readonly<Record<string, unknown>>;
  readonly period?: string;
}

/** A config of tracks by month and cell, with the variables of a test beside TIME, LATITUDE and LONGITUDE. */
export function genericConfig({ schema, added, transformation, space, period = 'M' }: ConfigChanges = {}) {
  return {
    dataset_name: 'generic',
    cloud_optimised_format: 'parquet',
    schema: {
      TIME: { type: 'timestamp[ns]' },
      LATITUDE: { type: 'double' },
      LONGITUDE: { type: 'double' },
      ...schema,
    },
    schema_transformation: {
      add_variables: {
        filename: { source: '@filename', schema: { type: 'string', units: '1' } },
        timestamp: { source: '@partitioning:time_extent', schema: { type: 'int64', units: '1' } },
        polygon: { source: '@partitioning:spatial_extent', schema: { type: 'string', units: '1' } },
        ...added,
      },
      partitioning: [
        {
          source_variable: 'timestamp',
          type: 'time_extent',
          time_extent: { time_varname: 'TIME', partition_period: period },
        },
        {
          source_variable: 'polygon',
          type: 'spatial_extent',
          spatial_extent: { lat_varname: 'LATITUDE', lon_varname: 'LONGITUDE', spatial_resolution: 5, ...space },
        },
      ],
      ...transformation,
    },
  };
}

/** Time and position over TIME: days of January 2020, on a meridian. */
export function track(rows: number): Record<'TIME' | 'LATITUDE' | 'LONGITUDE', MemoryVariable> {
  const days = Array.from({ length: rows }, (_, row) => 18262 + row);
  return {
    TIME: { dimensions: ['TIME'], values: days, attributes: { units: 'days since 1970-01-01' } },
    LATITUDE: { dimensions: ['TIME'], values: days.map(() => -33.5) },
    LONGITUDE: { dimensions: ['TIME'], values: days.map(() => 151.5) },
  };
}
