/**
 * Reads GeoTIFF files, through geotiff.js: one step of a series, with its bands on a grid of pixel centres.
 *
 * ```ts
 * const dataset = await geotiffReader.open(source, { x: 'lon', y: 'lat', variables: ['sst'] });
 * const values = await dataset.variables.get('sst')?.read({ start: [0, 0], count: [100, 100] });
 * ```
 *
 * @module
 */
import type { GeoTIFF, GeoTIFFImage } from 'geotiff';
import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import { checkExtent } from './extent.js';
import { GeotiffDataset, type GeotiffOptions } from './geotiff-dataset.js';
import { StoredSource } from './stored-source.js';

export type { GeotiffOptions, GeotiffTime } from './geotiff-dataset.js';

/** The reader of GeoTIFF. It reads ranges: nothing is copied. */
export const geotiffReader: Reader<Dataset, GeotiffOptions> = { format: 'geotiff', open };

async function open(object: StoredObject, options: GeotiffOptions): Promise<Dataset> {
  const { uri, storage, key } = object;
  const info = await storage.head(key);
  if (!info) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const source = await StoredSource.of(object, info.size);
  return asDamage(uri, async () => {
    const image = await imageOf(await (await import('geotiff')).default.fromSource(source.base), uri);
    await checkExtent(image, uri, info.size);
    return GeotiffDataset.of(image, uri, options);
  });
}

const REDUCED = 1;
const MASK = 4;

/** The one page of a file that is neither an overview nor a mask. */
async function imageOf(tiff: GeoTIFF, uri: string): Promise<GeoTIFFImage> {
  const images: GeoTIFFImage[] = [];
  for (let page = 0; page < (await tiff.getImageCount()); page++) images.push(await tiff.getImage(page));
  const whole = images.filter(({ fileDirectory }) => {
    const kind = fileDirectory.hasTag('NewSubfileType') ? Number(fileDirectory.getValue('NewSubfileType')) : 0;
    return (kind & (REDUCED | MASK)) === 0;
  });
  const [first] = whole;
  if (first && whole.length === 1) return first;
  throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: '', feature: `${whole.length} pages` });
}

/** What the library throws is about the file, unless it has a code. */
async function asDamage<T>(uri: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason }, { cause });
  }
}
