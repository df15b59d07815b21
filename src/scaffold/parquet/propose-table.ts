/**
 * Proposes how files become a Parquet dataset.
 *
 * @module
 */

import type { Decisions } from '../decisions.js';
import { gather } from '../gather.js';
import { globalAttributesToSet } from '../global-attributes.js';
import type { Archive } from '../samples/archive.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';
import { daysBetween } from '../spans.js';
import { identityAttributes } from './added.js';
import { proposeCells } from './cells.js';
import { chooseHandler } from './handlers.js';
import { proposePeriod } from './period.js';
import { notePlaceless, noteTimes, type Places, placesOf } from './places.js';
import { proposeSchema } from './schema.js';

/** The part of a config that tells how rows are made. */
export interface TableProposal {
  readonly handler: string;
  /** Other keys of the config. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly schema: Record<string, unknown>;
  readonly transformation: Record<string, unknown>;
}

/**
 * Bytes of the dataset for each byte of the files: compressed formats keep their size, plain ones shrink (see the guide on partitions).
 */
const RATIOS: Readonly<Record<string, number>> = { netcdf3: 0.35, hdf5: 1, csv: 0.25, parquet: 1, zarr: 1, geotiff: 1 };

export function proposeTable(samples: Samples, archive: Archive, title: string, decisions: Decisions): TableProposal {
  const { handler, settings, dimensions, columns, strangers } = chooseHandler(samples, archive, decisions);
  if (samples.family !== 'csv' && samples.family !== 'parquet')
    decisions.note(
      'rows',
      '/schema',
      dimensions.join(' × ') || 'one row',
      'one row for each place of the dimensions of time, position and the numbers along them',
    );
  noteStrangers(strangers, decisions);
  const places = placesOf(samples, columns, decisions);
  if (places.time) noteTimes(places.time, decisions);
  notePlaceless(places, decisions);
  const schema = proposeSchema(columns, places, samples, decisions);
  const names = freeNames(Object.keys(schema), decisions);
  const partitioning = partitioningOf(places, samples, archive, names, decisions);
  const isUsual = places.time && places.latitude && names.timestamp === 'timestamp' && names.polygon === 'polygon';
  return {
    handler,
    settings,
    schema,
    transformation: {
      ...(strangers.length > 0 && { drop_variables: strangers.map(({ name }) => name) }),
      add_variables: {
        [names.filename]: {
          source: '@filename',
          schema: { type: 'string', units: '1', long_name: 'name of the source file' },
        },
        ...identityAttributes(samples, Object.keys(schema), decisions),
        ...(places.time && { [names.timestamp]: TIMESTAMP }),
        ...(places.latitude && { [names.polygon]: POLYGON }),
      },
      partitioning,
      ...(!isUsual && { skip_partitioning_validation: true }),
      global_attributes: { set: globalAttributesToSet(samples, title, decisions) },
    },
  };
}

const TIMESTAMP = {
  source: '@partitioning:time_extent',
  schema: { type: 'int64', units: '1', long_name: 'start of the period, seconds since 1970-01-01 UTC' },
};
const POLYGON = {
  source: '@partitioning:spatial_extent',
  schema: { type: 'string', units: '1', long_name: 'cell of longitude and latitude, hexadecimal WKB' },
};

function noteStrangers(strangers: readonly SampledVariable[], decisions: Decisions): void {
  for (const [reason, variables] of gather(strangers, ({ dimensions }) => tellStranger(dimensions))) {
    const names = variables.map(({ name }) => name).join(', ');
    decisions.note('left-out', '/schema_transformation/drop_variables', names, reason);
  }
}

function tellStranger(dimensions: readonly string[]): string {
  if (dimensions.length === 0) return 'the handler takes what varies along rows only';
  return `its dimensions (${dimensions.join(', ')}) are not those of rows: each row would be repeated`;
}

interface Names {
  readonly filename: string;
  readonly timestamp: string;
  readonly polygon: string;
}

/** Names of the columns that are added; those that files have already stay theirs. */
function freeNames(taken: readonly string[], decisions: Decisions): Names {
  const free = (name: string, instead: string) => {
    if (!taken.includes(name)) return name;
    decisions.note(
      `name:${name}`,
      '/schema_transformation/add_variables',
      instead,
      `the files have a variable '${name}' of their own`,
    );
    return instead;
  };
  return {
    filename: free('filename', 'source_filename'),
    timestamp: free('timestamp', 'partition_timestamp'),
    polygon: free('polygon', 'partition_polygon'),
  };
}

function partitioningOf(places: Places, samples: Samples, archive: Archive, names: Names, decisions: Decisions) {
  const entries: Record<string, unknown>[] = [];
  const { time, latitude, longitude } = places;
  if (time) {
    const { periods, reason } = proposePeriod(measureOf(samples, archive, time.name), ratioOf(samples));
    const pointer = '/schema_transformation/partitioning/0/time_extent/partition_period';
    const question = 'By which period should the dataset be partitioned?';
    const period = decisions.choose({ id: 'period', pointer, question, choices: periods, reason });
    const time_extent = { time_varname: time.name, partition_period: period };
    entries.push({ source_variable: names.timestamp, type: 'time_extent', time_extent });
  }
  if (latitude && longitude) {
    const { choices, reason } = proposeCells(latitude, longitude);
    const pointer = '/schema_transformation/partitioning/1/spatial_extent/spatial_resolution';
    const question = 'How wide should the cells be, in degrees?';
    const size = Number(decisions.choose({ id: 'cells', pointer, question, choices, reason }));
    const spatial_extent = {
      lat_varname: latitude.name,
      lon_varname: longitude.name,
      spatial_resolution: size,
      cell: 'grid',
    };
    entries.push({ source_variable: names.polygon, type: 'spatial_extent', spatial_extent });
  }
  if (entries.length === 0)
    decisions.note(
      'partitioning',
      '/schema_transformation/partitioning',
      'none',
      'neither time nor position is known: one object for each file',
    );
  return entries;
}

function measureOf({ inspections }: Samples, { files, bytes }: Archive, time: string) {
  const extents = inspections.flatMap(({ variables }) => variables.find(({ name }) => name === time)?.extent ?? []);
  const spans = extents.map(({ least, greatest }) => [BigInt(least), BigInt(greatest)] as const);
  const moments = spans.flat().sort((a, b) => (a < b ? -1 : 1));
  const [first = 0n, last = 0n] = [moments[0], moments.at(-1)];
  return {
    files,
    bytes,
    sampleBytes: inspections.reduce((sum, inspection) => sum + inspection.bytes, 0),
    sampleDays: spans.map(([from, to]) => daysBetween(from, to)),
    coveredDays: daysBetween(first, last),
  };
}

function ratioOf({ inspections }: Samples): number {
  return RATIOS[inspections[0]?.format ?? ''] ?? 1;
}
