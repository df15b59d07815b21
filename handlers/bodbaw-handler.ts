import {
  attributeText,
  CloudOptimisedError,
  type Dataset,
  decodeColumns,
  type FixedColumn,
  isFixed,
  type LabelledColumn,
  type SourceContext,
  type Table,
  takeRows,
  toTable,
} from 'cloud-optimised/handler';
import { GenericParquetHandler } from './generic-parquet-handler.js';

const WAVELENGTH = 'wavelength';

/**
 * Bio-optical profiles: a CF contiguous ragged array of observations in profiles, whose profiles belong to stations. One row
 * for each observation; with `netcdf_read_config.spectral_flatten`, one for each observation and wavelength.
 */
export class BODBAWHandler extends GenericParquetHandler {
  protected override async readDataset(dataset: Dataset, context: SourceContext): Promise<Table> {
    const decoded = await decodeColumns(dataset, [...dataset.variables.values()], this.plan);
    const shape = raggedShape(dataset, decoded, context);
    const perRow = [...decoded].map(([name, column]) => [name, trimmed(name, shape.toObservations(column))] as const);
    const rowDimensions = this.rowDimensions(decoded, shape.observation);
    const kept = perRow.filter(([, { dimensions }]) => dimensions.every((dimension) => rowDimensions.has(dimension)));
    const left = perRow.filter((entry) => !kept.includes(entry)).map(([name]) => name);
    if (left.length > 0)
      context.report.warn(`left out, because they vary along more than observations: ${left.join(', ')}`);
    return toTable(dataset, new Map(kept));
  }

  /** Observations; with spectra and `spectral_flatten` their wavelengths too. */
  private rowDimensions(decoded: ReadonlyMap<string, LabelledColumn>, observation: string): Set<string> {
    const flattens = this.context.config.document.netcdf_read_config?.spectral_flatten === true;
    const isSpectrum = ({ dimensions }: LabelledColumn) =>
      dimensions.includes(observation) && dimensions.includes(WAVELENGTH);
    return new Set([observation, ...(flattens && [...decoded.values()].some(isSpectrum) ? [WAVELENGTH] : [])]);
  }
}

/** Repeats what is told per profile, or per station, for each observation. */
interface RaggedShape {
  readonly observation: string;
  toObservations(column: LabelledColumn): LabelledColumn;
}

function raggedShape(
  dataset: Dataset,
  decoded: ReadonlyMap<string, LabelledColumn>,
  context: SourceContext,
): RaggedShape {
  const sizes = countsOf('row_size', decoded, context);
  const stations = countsOf('station_index', decoded, context);
  const profile = sizes.dimension;
  const observation =
    attributeText(dataset.variables.get('row_size')?.attributes ?? new Map(), 'sample_dimension') ?? 'obs';
  const station =
    attributeText(dataset.variables.get('station_index')?.attributes ?? new Map(), 'instance_dimension') ?? 'station';
  const profileOf = profilesOf(sizes.values, dataset.dimensions.get(observation) ?? 0, context);
  const count = dataset.dimensions.get(station) ?? 0;
  const stationOf = Uint32Array.from(profileOf, (row) => stationAt(stations.values[row] as number, count, context));
  const rows = new Map([
    [profile, profileOf],
    [station, stationOf],
  ]);
  return {
    observation,
    toObservations({ column, dimensions }) {
      const along = dimensions.length === 1 ? rows.get(dimensions[0] as string) : undefined;
      return along ? { column: takeRows(column, along), dimensions: [observation] } : { column, dimensions };
    },
  };
}

function countsOf(variable: string, decoded: ReadonlyMap<string, LabelledColumn>, { source }: SourceContext) {
  const found = decoded.get(variable);
  if (!found || !isFixed(found.column) || found.dimensions.length !== 1)
    throw new CloudOptimisedError('CO_VARIABLE_MISSING', {
      uri: source.uri,
      variable,
      reason: 'which tells how profiles are stored',
    });
  const { values } = found.column as FixedColumn;
  return { dimension: found.dimensions[0] as string, values: Float64Array.from(values as ArrayLike<number>, Number) };
}

/**
 * The profile of each observation. Sizes that are negative, or that do not add up to the number of observations, are
 * corrected as AODN's tool does: none below 0, none beyond the last observation, and the last profile gets the rest.
 */
function profilesOf(sizes: Float64Array, observations: number, { source, report }: SourceContext): Uint32Array {
  if (sizes.length === 0 && observations > 0)
    throw new CloudOptimisedError('CO_RAGGED', {
      uri: source.uri,
      reason: `${observations} observations, but no profile`,
    });
  const profiles = new Uint32Array(observations);
  let next = 0;
  let corrected = false;
  sizes.forEach((size, profile) => {
    const wanted =
      profile === sizes.length - 1 ? observations - next : Math.min(Math.max(size, 0), observations - next);
    corrected ||= wanted !== size;
    profiles.fill(profile, next, next + wanted);
    next += wanted;
  });
  if (corrected) report.warn(`row_size does not add up to ${observations} observations, and was corrected`);
  return profiles;
}

/** `station_index` counts from 1. */
function stationAt(index: number, stations: number, { source }: SourceContext): number {
  if (Number.isInteger(index) && index >= 1 && index <= stations) return index - 1;
  const reason = `station_index is '${index}', and there are ${stations} stations`;
  throw new CloudOptimisedError('CO_RAGGED', { uri: source.uri, reason });
}

/** Station names are padded. */
function trimmed(name: string, { column, dimensions }: LabelledColumn): LabelledColumn {
  if (name !== 'station_name' || isFixed(column)) return { column, dimensions };
  return { column: { ...column, categories: column.categories.map((text) => String(text).trim()) }, dimensions };
}
