/**
 * v3's list of codecs: values to values, values to bytes (perhaps in shards), bytes to bytes.
 *
 * @module
 */
import { itemSizeOf } from '../../codecs/index.js';
import { type CodecSpec, type ElementType, elementTypeOf, type ZarrArray } from '../../model/zarr/array.js';
import { codecSpec, fullSettings, unsupportedCodec, VALUE_CODECS } from './codec-settings.js';
import { type Document, isObject, quoted } from './metadata-error.js';

/** What a list of codecs tells of an array. */
export type V3Encoding = Pick<ZarrArray, 'chunks' | 'codecs' | 'order' | 'byteOrder' | 'shards' | 'shardIndex'>;

interface Entry {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

const PREFIX = 'numcodecs.';
const SHUFFLES = ['noshuffle', 'shuffle', 'bitshuffle'];
/** Codecs that v3 knows by their own names. */
const NATIVE: readonly string[] = ['blosc', 'zstd', 'gzip', 'crc32c'];

/** Reads `codecs`, for chunks (or shards) of `shape`. @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED */
export function parseV3Codecs(document: Document, shape: readonly number[], type: ElementType): V3Encoding {
  const entries = entriesOf(document, document.get('codecs'));
  const [first] = entries;
  if (first?.name !== 'sharding_indexed') {
    if (entries.some(({ name }) => name === 'sharding_indexed')) {
      throw unsupportedCodec(document, 'sharding_indexed', 'codecs before it are not supported');
    }
    return { chunks: shape, ...parseChain(document, entries, shape.length, type) };
  }
  if (entries.length > 1) throw unsupportedCodec(document, 'sharding_indexed', 'codecs after it are not supported');
  return parseSharding(document, first.configuration, shape, type);
}

function parseSharding(
  document: Document,
  { chunk_shape: chunks, codecs, index_codecs: index, index_location: location }: Entry['configuration'],
  shape: readonly number[],
  type: ElementType,
): V3Encoding {
  if (!isChunkShape(chunks, shape)) {
    throw document.error(`the inner chunks ${quoted(chunks)} do not divide shards of [${shape.join(', ')}]`);
  }
  const chain = parseChain(document, entriesOf(document, codecs), shape.length, type);
  const shardIndex = parseIndex(document, entriesOf(document, index), location ?? 'end');
  return { chunks, shards: shape, ...chain, ...(shardIndex ? { shardIndex } : {}) };
}

function isChunkShape(chunks: unknown, shape: readonly number[]): chunks is number[] {
  if (!Array.isArray(chunks) || chunks.length !== shape.length) return false;
  return chunks.every(
    (length, axis) => Number.isSafeInteger(length) && length > 0 && (shape[axis] ?? 0) % length === 0,
  );
}

function parseIndex(document: Document, entries: readonly Entry[], location: unknown): ZarrArray['shardIndex'] {
  const [bytes, check, ...others] = entries;
  const plain = bytes?.name === 'bytes' && bytes.configuration.endian === 'little' && others.length === 0;
  if (!plain || (check && check.name !== 'crc32c')) {
    throw unsupportedCodec(document, 'sharding_indexed', 'its index is not little-endian bytes, perhaps with crc32c');
  }
  if (location !== 'end' && location !== 'start') throw document.error(`'index_location' is ${quoted(location)}`);
  return location === 'end' && check ? undefined : { location, checksum: check !== undefined };
}

function parseChain(document: Document, entries: readonly Entry[], rank: number, type: ElementType) {
  const at = entries.findIndex(({ name }) => name === 'bytes' || name === 'vlen-utf8');
  const serializer = entries[at];
  if (serializer?.name !== (type === 'string' ? 'vlen-utf8' : 'bytes')) {
    throw document.error(`its codecs do not turn ${type} into bytes`);
  }
  const before = entries.slice(0, at);
  const order = orderOf(document, before, rank);
  const rest = [...before.filter(({ name }) => name !== 'transpose'), ...entries.slice(at + 1)];
  const codecs = rest
    .map((entry) => parseEntry(document, entry))
    .map((spec, _at, chain) => withoutUsual(spec, chain, type));
  checkOrder(document, codecs, before.filter(({ name }) => name !== 'transpose').length);
  return { codecs, order, byteOrder: byteOrderOf(document, serializer.configuration.endian) } as const;
}

function byteOrderOf(document: Document, endian: unknown = 'little'): 'little' | 'big' {
  if (endian === 'little' || endian === 'big') return endian;
  throw document.error(`'endian' is ${quoted(endian)}`);
}

/** Values that go through a codec of values are no longer transposed by what follows. */
function orderOf(document: Document, before: readonly Entry[], rank: number): 'C' | 'F' {
  const transposed = before.filter(({ name }) => name === 'transpose');
  if (transposed.length === 0) return 'C';
  const order = transposed[0]?.configuration.order;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (transposed.length === 1 && before[0]?.name === 'transpose') {
    if (quoted(order) === quoted(axes)) return 'C';
    if (order === 'F' || quoted(order) === quoted(axes.reverse())) return 'F';
  }
  throw unsupportedCodec(document, 'transpose', `its order ${quoted(order)} is neither that of rows nor of columns`);
}

function checkOrder(document: Document, codecs: readonly CodecSpec[], before: number): void {
  codecs.forEach(({ name }, position) => {
    if (VALUE_CODECS.includes(name) !== position < before) throw document.error(`codec '${name}' stands out of place`);
  });
}

function entriesOf(document: Document, codecs: unknown): Entry[] {
  if (!Array.isArray(codecs)) throw document.error(`'codecs' is ${quoted(codecs)}`);
  return codecs.map((codec) => {
    const { name, configuration = {} }: Readonly<Record<string, unknown>> = isObject(codec) ? codec : { name: codec };
    if (typeof name === 'string' && isObject(configuration)) return { name, configuration };
    throw document.error(`${quoted(codec)} is no codec`);
  });
}

function parseEntry(document: Document, { name, configuration }: Entry): CodecSpec {
  if (name.startsWith(PREFIX)) return codecSpec(document, name.slice(PREFIX.length), configuration);
  if (!NATIVE.includes(name)) throw unsupportedCodec(document, name, 'it is not known');
  if (name !== 'blosc') return codecSpec(document, name, configuration);
  const shuffle = SHUFFLES.indexOf(String(configuration.shuffle));
  if (shuffle < 0) throw document.error(`blosc's shuffle is ${quoted(configuration.shuffle)}`);
  return codecSpec(document, name, { ...configuration, shuffle });
}

/** v3 tells Blosc's item size and Zstandard's checksum where v2 leaves them out. */
function withoutUsual({ name, configuration }: CodecSpec, chain: readonly CodecSpec[], type: ElementType): CodecSpec {
  const { typesize, checksum, ...rest } = configuration;
  if (name === 'zstd' && checksum === false) return { name, configuration: rest };
  const at = chain.findIndex((spec) => spec.configuration === configuration);
  const usual = itemSizeAfter(chain.slice(0, at), itemSizeOf(type));
  return name === 'blosc' && typesize === usual ? { name, configuration: rest } : { name, configuration };
}

/** The list of codecs of an array. */
export function v3Codecs(array: ZarrArray): unknown[] {
  const chain = v3Chain(array, itemSizeOf(elementTypeOf(array)));
  if (!array.shards) return chain;
  const { location, checksum } = array.shardIndex ?? { location: 'end', checksum: true };
  const bytes = { name: 'bytes', configuration: { endian: 'little' } };
  const configuration = {
    chunk_shape: array.chunks,
    codecs: chain,
    index_codecs: checksum ? [bytes, { name: 'crc32c' }] : [bytes],
    index_location: location,
  };
  return [{ name: 'sharding_indexed', configuration }];
}

function v3Chain(array: ZarrArray, itemSize: number): unknown[] {
  const spelled = array.codecs.map((spec, at) => {
    return { spec, json: v3Codec(spec, itemSizeAfter(array.codecs.slice(0, at), itemSize)) };
  });
  const isOfValues = ({ spec }: { spec: CodecSpec }) => VALUE_CODECS.includes(spec.name);
  const before = spelled.filter(isOfValues).map(({ json }) => json);
  const after = spelled.filter((entry) => !isOfValues(entry)).map(({ json }) => json);
  const order = array.shape.map((_, axis) => axis).reverse();
  const transpose = array.order === 'F' ? [{ name: 'transpose', configuration: { order } }] : [];
  return [...transpose, ...before, serializer(array, itemSize), ...after];
}

function serializer({ type, byteOrder }: ZarrArray, itemSize: number): unknown {
  if (type === 'string') return { name: 'vlen-utf8' };
  const hasOrder = itemSize > 1 && !type.startsWith('S');
  return hasOrder ? { name: 'bytes', configuration: { endian: byteOrder } } : { name: 'bytes' };
}

/** Bytes of a value once `codecs` have changed its type, perhaps. */
function itemSizeAfter(codecs: readonly CodecSpec[], itemSize: number): number {
  const changing = codecs.findLast(({ name }) => VALUE_CODECS.includes(name));
  const [, letter, digits] = /([a-z])(\d+)$/.exec(String(changing?.configuration.astype ?? '')) ?? [];
  if (digits === undefined) return itemSize;
  // `<i2` counts bytes, `int16` bits.
  return letter === 't' ? Number(digits) / 8 : Number(digits);
}

function v3Codec(spec: CodecSpec, itemSize: number): unknown {
  const { name } = spec;
  const settings = fullSettings(spec);
  if (name === 'blosc') return { name, configuration: bloscSettings(settings, itemSize) };
  if (name === 'zstd') return { name, configuration: { checksum: false, ...settings } };
  if (name === 'gzip') return { name, configuration: settings };
  if (name === 'crc32c' && Object.keys(settings).length === 0) return { name };
  return { name: PREFIX + name, configuration: settings };
}

function bloscSettings(
  { typesize, shuffle, ...settings }: Readonly<Record<string, unknown>>,
  itemSize: number,
): unknown {
  const size = Number(typesize ?? itemSize);
  const automatic = size === 1 ? 2 : 1;
  return { typesize: size, ...settings, shuffle: SHUFFLES[shuffle === -1 ? automatic : Number(shuffle)] };
}
