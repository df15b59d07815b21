import { isObject, type Json, type JsonObject } from '../../config/json.js';
import type { CodecSpec, ZarrArray } from '../../model/zarr/array.js';

/** Codecs that numcodecs' users call filters: they come before the compressor. */
const FILTERS = ['delta', 'fixedscaleoffset', 'shuffle', 'quantize', 'bitround', 'packbits', 'astype'];
/** zarr-python's default for version 2. */
const DEFAULT_COMPRESSOR: CodecSpec = {
  name: 'blosc',
  configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 },
};

/**
 * Codecs by `filters` and `compressor` of an encoding; what one of them leaves open follows the source, then the default. `undefined`
 * where both are open.
 */
export function codecsOf({ filters, compressor }: JsonObject, source: ZarrArray | undefined): CodecSpec[] | undefined {
  if (filters === undefined && compressor === undefined) return undefined;
  const isFilter = ({ name }: CodecSpec) => FILTERS.includes(name);
  const sourceFilters = source?.codecs.filter(isFilter) ?? [];
  const sourceRest = source?.codecs.filter((codec) => !isFilter(codec)) ?? [DEFAULT_COMPRESSOR];
  return [
    ...(filters === undefined ? sourceFilters : specsOf(filters)),
    ...(compressor === undefined ? sourceRest : specsOf(compressor)),
  ];
}

function specsOf(written: Json): CodecSpec[] {
  const codecs = Array.isArray(written) ? (written as readonly Json[]) : [written];
  return codecs.filter(isObject).map(({ id, ...configuration }) => ({ name: String(id), configuration }));
}
