import { CloudOptimisedError } from '../../errors/index.js';
import type { CodecSpec } from '../../model/zarr/array.js';
import { type Document, isObject, quoted } from './metadata-error.js';

/** Codecs that turn values into values, and stand before the step to bytes in v3. */
export const VALUE_CODECS: readonly string[] = ['delta', 'fixedscaleoffset'];
/** Codecs that in v2 stand among the filters, even as the last one. */
export const FILTERS: readonly string[] = [...VALUE_CODECS, 'shuffle'];
const KNOWN: readonly string[] = [...FILTERS, 'blosc', 'zstd', 'gzip', 'zlib', 'lz4', 'crc32c'];

/** A codec of ours from a name and settings in `document`. @throws CO_CODEC_UNSUPPORTED, CO_ZARR_METADATA */
export function codecSpec(document: Document, name: unknown, configuration: unknown): CodecSpec {
  if (typeof name !== 'string') throw document.error(`${quoted(name)} is no codec`);
  if (!KNOWN.includes(name)) throw unsupportedCodec(document, name, 'it is not known');
  if (!isObject(configuration)) throw document.error(`the settings of codec '${name}' are ${quoted(configuration)}`);
  return { name, configuration: plainSettings(configuration) };
}

export function unsupportedCodec(document: Document, codec: string, reason: string) {
  return new CloudOptimisedError('CO_CODEC_UNSUPPORTED', { codec, reason: `${reason} (in '${document.uri}')` });
}

/** A float is as good as an integer to a codec. */
function plainSettings(configuration: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(configuration).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [key, value instanceof Float64Array ? value[0] : value]));
}

/** Defaults of numcodecs, which every document tells in full. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  blosc: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 },
  zstd: { level: 0 },
  gzip: { level: 1 },
  zlib: { level: 1 },
  lz4: { acceleration: 1 },
  shuffle: { elementsize: 4 },
};

/** All settings of a codec, those that are not given by numcodecs' defaults. */
export function fullSettings({ name, configuration }: CodecSpec): Readonly<Record<string, unknown>> {
  const { id: _id, ...given } = configuration;
  return { ...DEFAULTS[name], ...given };
}
