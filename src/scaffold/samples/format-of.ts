const FORMATS: Readonly<Record<string, string>> = {
  '.nc': 'netcdf',
  '.nc4': 'netcdf',
  '.cdf': 'netcdf',
  '.h5': 'netcdf',
  '.hdf5': 'netcdf',
  '.csv': 'csv',
  '.parquet': 'parquet',
  '.zarr': 'zarr',
  '.zip': 'zarr',
  '.tif': 'geotiff',
  '.tiff': 'geotiff',
};

/** `.nc` of `a.NC`. */
export function extensionOf(name: string): string {
  return /\.[^.]*(?=\/?$)/.exec(name)?.[0].toLowerCase() ?? '';
}

/** Whether files of this name are of a format that is known. */
export function isKnown(name: string): boolean {
  return extensionOf(name) in FORMATS && (extensionOf(name) !== '.zip' || /\.zarr\.zip$/i.test(name));
}

/** The family of a file by its name: `netcdf`, `csv`, `parquet`, `zarr`, `geotiff`. */
export function familyByName(name: string): string | undefined {
  return isKnown(name) ? FORMATS[extensionOf(name)] : undefined;
}

/** Every extension that is known. */
export const KNOWN = Object.keys(FORMATS).filter((extension) => extension !== '.zip');
