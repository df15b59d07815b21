import type { JsonObject } from '../../src/config/json.js';
import { mergeConfigs } from '../../src/config/merge.js';

/** A small config of a Parquet dataset in which nothing is wrong. */
export const TABLE = {
  dataset_name: 'moorings',
  cloud_optimised_format: 'parquet',
  schema: {
    TIME: { type: 'timestamp[ns]' },
    LATITUDE: { type: 'double', units: 'degrees_north' },
    LONGITUDE: { type: 'double', units: 'degrees_east' },
    TEMP: { type: 'float', units: 'Celsius', valid_min: -2.5 },
  },
  schema_transformation: {
    add_variables: {
      filename: { source: '@filename', schema: { type: 'string', units: '1' } },
      timestamp: { source: '@partitioning:time_extent', schema: { type: 'int64', units: '1' } },
      polygon: { source: '@partitioning:spatial_extent', schema: { type: 'string', units: '1' } },
    },
    partitioning: [
      {
        source_variable: 'timestamp',
        type: 'time_extent',
        time_extent: { time_varname: 'TIME', partition_period: 'M' },
      },
      {
        source_variable: 'polygon',
        type: 'spatial_extent',
        spatial_extent: { lat_varname: 'LATITUDE', lon_varname: 'LONGITUDE', spatial_resolution: 5 },
      },
    ],
  },
};

/** A small config of a Zarr dataset in which nothing is wrong. */
export const CUBE = {
  dataset_name: 'currents',
  cloud_optimised_format: 'zarr',
  schema: {
    TIME: { type: 'timestamp[ns]' },
    J: { type: 'int32' },
    I: { type: 'int32' },
    UCUR: { type: 'float', dims: ['TIME', 'J', 'I'] },
    GDOP: { type: '<f4', drop_var: true },
  },
  schema_transformation: {
    dimensions: {
      time: { name: 'TIME', chunk: 100, append_dim: true, rechunk: true },
      latitude: { name: 'J', chunk: 60 },
      longitude: { name: 'I', chunk: 59, size: 59 },
    },
    var_template_shape: 'UCUR',
    vars_incompatible_with_region: ['J', 'I'],
  },
};

/** A config with some keys changed, by the rules of inheritance. */
export function changed(config: object, change: object): object {
  return mergeConfigs(config as JsonObject, change as JsonObject);
}
