/**
 * Chooses the reader of a source: by its extension, checked against its first bytes.
 *
 * @module
 */
import type { DatasetConfig } from '../config/index.js';
import type { SourceFile } from '../contracts/reader.js';
import type { StoredObject } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { Dataset } from '../model/dataset.js';
import type { Table } from '../model/table/table.js';

const NETCDF = ['.nc', '.nc4', '.cdf', '.h5', '.hdf5'];
const CSV = ['.csv'];
const PARQUET = ['.parquet'];
const GEOTIFF = ['.tif', '.tiff'];
const ZARR = ['.zarr', '.zip'];
/** Every extension that a reader takes. */
export const KNOWN_EXTENSIONS = [...NETCDF, ...CSV, ...PARQUET, ...GEOTIFF, '.zarr', '.zarr.zip'];

const HDF5_SIGNATURE = '\x89HDF\r\n\x1a\n';

/**
 * Opens a source with the reader of its format.
 *
 * @param csvTypes types of columns by name, for CSV
 * @throws CO_FORMAT_UNKNOWN, CO_FORMAT_MISMATCH, CO_FILE_EMPTY, CO_STORAGE_NOT_FOUND, or what the reader throws
 */
export async function openSource(
  source: SourceFile,
  object: StoredObject,
  config: DatasetConfig,
  csvTypes: Readonly<Record<string, string>>,
): Promise<Dataset | Table> {
  const extension = extensionOf(source.name);
  if (PARQUET.includes(extension)) return openParquet(source, object);
  if (source.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri: source.uri });
  if (CSV.includes(extension)) return openCsv(object, config, csvTypes);
  if (NETCDF.includes(extension)) return openNetcdf(object, source.size);
  if (GEOTIFF.includes(extension)) return openGeotiff(source, object, config);
  if (ZARR.includes(extension) || source.uri.endsWith('/')) return openZarr(object);
  throw new CloudOptimisedError('CO_FORMAT_UNKNOWN', { uri: source.uri, extension, known: KNOWN_EXTENSIONS });
}

/** `.nc` of `a.NC`, and of the folder `a.nc/`. */
function extensionOf(name: string): string {
  return /\.[^.]*(?=\/?$)/.exec(name)?.[0].toLowerCase() ?? '';
}

/** Opens NetCDF or HDF5, by its first bytes. @throws CO_FORMAT_MISMATCH, or what the reader throws */
export async function openNetcdf(object: StoredObject, size: number): Promise<Dataset> {
  const head = await object.storage.getRange(object.key, { offset: 0, length: Math.min(size, 8) });
  const signature = Buffer.from(head).toString('latin1');
  if (signature.startsWith('CDF')) {
    const { netcdf3Reader } = await import('../formats/netcdf3/index.js');
    return netcdf3Reader.open(object, {});
  }
  if (signature === HDF5_SIGNATURE) {
    const { hdf5Reader } = await import('../formats/hdf5/index.js');
    return hdf5Reader.open(object, {});
  }
  const found = JSON.stringify(signature).slice(1, -1);
  throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri: object.uri, expected: 'NetCDF or HDF5', found });
}

async function openCsv(
  object: StoredObject,
  { document }: DatasetConfig,
  types: Readonly<Record<string, string>>,
): Promise<Table> {
  const { csvReader, csvOptionsFromConfig } = await import('../formats/csv/index.js');
  return csvReader.open(object, csvOptionsFromConfig(document.csv_config, types));
}

async function openParquet(source: SourceFile, object: StoredObject): Promise<Table> {
  const { parquetReader } = await import('../formats/parquet/index.js');
  return parquetReader.open(object, { partitioning: source.uri.endsWith('/') ? 'hive' : null });
}

async function openGeotiff(source: SourceFile, object: StoredObject, config: DatasetConfig): Promise<Dataset> {
  const [{ geotiffReader }, { geotiffOptionsOf }] = await Promise.all([
    import('../formats/geotiff/index.js'),
    import('./geotiff-options.js'),
  ]);
  return geotiffReader.open(object, geotiffOptionsOf(config, source));
}

async function openZarr(object: StoredObject): Promise<Dataset> {
  const { zarrReader } = await import('../formats/zarr/index.js');
  return zarrReader.open(object, {});
}
