import type { GeoTIFFImage } from 'geotiff';
import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, isInteger, type NumericArray, type NumericType } from '../../model/data-type.js';

const KINDS: Readonly<Record<number, 'uint' | 'int' | 'float'>> = { 1: 'uint', 2: 'int', 3: 'float' };
const YCBCR = 6;

/** The type of a band's stored numbers. @throws CO_FILE_UNSUPPORTED */
export function sampleType(image: GeoTIFFImage, sample: number, uri: string): NumericType {
  const bits = Number(image.getBitsPerSample(sample));
  const kind = KINDS[Number(image.getSampleFormat(sample))];
  const directory = image.fileDirectory;
  const colours = directory.hasTag('PhotometricInterpretation') ? directory.getValue('PhotometricInterpretation') : 0;
  const type = `${kind}${bits}`;
  const known = kind === 'float' ? [32, 64] : [8, 16, 32];
  if (kind && known.includes(bits) && colours !== YCBCR) return type as NumericType;
  const feature =
    colours === YCBCR
      ? 'colours that are stored lossily'
      : `${bits}-bit samples of format ${image.getSampleFormat(sample)}`;
  throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: `band ${sample + 1}`, feature });
}

/** The value that stands for none, as GDAL writes it for all bands, as a number of `type`; `undefined` where no such number is one. */
export function noDataOf(image: GeoTIFFImage, type: NumericType): NumericArray | undefined {
  const directory = image.fileDirectory;
  const text = directory.hasTag('GDAL_NODATA')
    ? String(directory.getValue('GDAL_NODATA')).replace(/\0.*$/s, '').trim()
    : '';
  if (text === '') return undefined;
  const value = /^[+-]?nan$/i.test(text) ? Number.NaN : Number(text);
  if (Number.isNaN(value) && !/nan/i.test(text)) return undefined;
  const one = allocate(type, 1);
  one[0] = value as never;
  if (!isInteger(type)) return one;
  return Number(one[0]) === value ? one : undefined;
}
