import type { CodecSpec, ZarrType } from '../../model/zarr/array.js';
import { codecSpec, FILTERS, fullSettings } from './codec-settings.js';
import { type Document, isObject, quoted } from './metadata-error.js';

/** v2's `filters` and `compressor` as one chain, the step from text to bytes left out. @throws CO_CODEC_UNSUPPORTED, CO_ZARR_METADATA */
export function parseV2Codecs(document: Document, type: ZarrType): CodecSpec[] {
  const filters = filtersOf(document);
  if (type === 'string') takeTextFilter(document, filters);
  const compressor = document.get('compressor') ?? null;
  const chain = compressor === null ? filters : [...filters, configOf(document, compressor)];
  return chain.map(({ id, ...configuration }) => codecSpec(document, id, configuration));
}

function filtersOf(document: Document): Readonly<Record<string, unknown>>[] {
  const filters = document.get('filters') ?? [];
  if (!Array.isArray(filters)) throw document.error(`'filters' is ${quoted(filters)}`);
  return filters.map((filter) => configOf(document, filter));
}

function configOf(document: Document, config: unknown): Readonly<Record<string, unknown>> {
  if (isObject(config)) return config;
  throw document.error(`${quoted(config)} is no codec`);
}

function takeTextFilter(document: Document, filters: Readonly<Record<string, unknown>>[]): void {
  const first = filters.shift()?.id;
  if (first !== 'vlen-utf8') throw document.error(`objects are encoded by ${quoted(first)}, not by vlen-utf8`);
}

/** The chain as v2 tells it: the last codec is the compressor, unless it is one of the filters. */
export function v2Codecs(codecs: readonly CodecSpec[], type: ZarrType): { filters: unknown; compressor: unknown } {
  const chain = codecs.map(v2Config);
  const last = codecs.at(-1);
  const compressor = last && !FILTERS.includes(last.name) ? chain.pop() : null;
  const filters = type === 'string' ? [{ id: 'vlen-utf8' }, ...chain] : chain;
  return { compressor, filters: filters.length > 0 ? filters : null };
}

function v2Config(spec: CodecSpec): unknown {
  return { id: spec.name, ...fullSettings(spec) };
}
