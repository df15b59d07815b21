/**
 * Chooses the inspector of a source: by its extension, and for NetCDF by its first bytes.
 *
 * @module
 */
import type { Inspection } from '../../contracts/inspector.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Sample } from './find-samples.js';
import { extensionOf, familyByName, KNOWN } from './format-of.js';

/** What may be told of the files before they are looked at. */
export interface InspectOptions {
  readonly csv?: Readonly<Record<string, unknown>> | undefined;
}

/** Looks at one source. @throws CO_FORMAT_UNKNOWN, CO_FORMAT_MISMATCH, or what the reader throws */
export async function inspectSample(sample: Sample, { csv }: InspectOptions): Promise<Inspection> {
  const family = sample.key.endsWith('/') && !/\.parquet\/$/i.test(sample.key) ? 'zarr' : familyByName(sample.name);
  if (family === 'netcdf') return inspectNetcdf(sample);
  if (family === 'csv') return (await import('../../formats/csv/inspect.js')).csvInspector.inspect(sample, csv);
  if (family === 'zarr') return (await import('../../formats/zarr/inspect.js')).zarrInspector.inspect(sample);
  if (family === 'geotiff') return (await import('../../formats/geotiff/inspect.js')).geotiffInspector.inspect(sample);
  if (family === 'parquet') return inspectParquet(sample);
  throw new CloudOptimisedError('CO_FORMAT_UNKNOWN', {
    uri: sample.uri,
    extension: extensionOf(sample.name),
    known: KNOWN,
  });
}

async function inspectParquet(sample: Sample): Promise<Inspection> {
  const { parquetInspector } = await import('../../formats/parquet/inspect.js');
  return parquetInspector.inspect(sample, { partitioning: sample.key.endsWith('/') ? 'hive' : null });
}

const HDF5 = '\x89HDF\r\n\x1a\n';

async function inspectNetcdf(sample: Sample): Promise<Inspection> {
  const { storage, key, bytes, uri } = sample;
  if (bytes === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const head = await storage.getRange(key, { offset: 0, length: Math.min(bytes, 8) });
  const signature = Buffer.from(head).toString('latin1');
  if (signature.startsWith('CDF'))
    return (await import('../../formats/netcdf3/inspect.js')).netcdf3Inspector.inspect(sample);
  if (signature === HDF5) return (await import('../../formats/hdf5/inspect.js')).hdf5Inspector.inspect(sample);
  const found = JSON.stringify(signature).slice(1, -1);
  throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri, expected: 'NetCDF or HDF5', found });
}
