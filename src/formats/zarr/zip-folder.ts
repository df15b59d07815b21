/**
 * A zip as the folder of a store: objects are read by ranges, stored ones in part, and checked against their checksums when whole.
 *
 * @module
 */
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { ByteRange, StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoreFolder } from './store-folder.js';
import { corrupt, rangeOf, readZipDirectory, type ZipEntry } from './zip-directory.js';

const DOCUMENT = /^(?:(.*)\/)?(?:zarr\.json|\.zgroup|\.zmetadata)$/;
const HEADER_SIZE = 30;
/** An object of more bytes is refused before memory is taken for it. */
const LARGEST_OBJECT = 2 ** 31;

/**
 * Opens the store in a zip: at its root, or in the one folder that holds it.
 *
 * @throws CO_STORAGE_NOT_FOUND, CO_FILE_EMPTY, CO_FILE_CORRUPT
 */
export async function openZip(source: StoredObject): Promise<StoreFolder> {
  const info = await source.storage.head(source.key);
  if (!info) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: source.uri });
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri: source.uri });
  const entries = await readZipDirectory(source, info.size);
  return new ZipFolder(source, info.size, entries);
}

class ZipFolder implements StoreFolder {
  readonly #source: StoredObject;
  readonly #size: number;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #prefix: string;

  constructor(source: StoredObject, size: number, entries: readonly ZipEntry[]) {
    this.#source = source;
    this.#size = size;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#prefix = rootOf(entries);
  }

  uri(key: string): string {
    return `${this.#source.uri}/${this.#prefix}${key}`;
  }

  async size(key: string): Promise<number | undefined> {
    return this.#entries.get(this.#prefix + key)?.size;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const entry = this.#entries.get(this.#prefix + key);
    if (!entry) return undefined;
    const packed = await this.#packed(entry, 0, entry.packed);
    const bytes = entry.method === 0 ? packed : await this.#inflate(entry, packed);
    if (bytes.length !== entry.size || crc32(bytes) !== entry.crc32) {
      throw corrupt(this.#source, `the checksum of '${entry.name}' is wrong`);
    }
    return bytes;
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array | undefined> {
    const entry = this.#entries.get(this.#prefix + key);
    if (!entry) return undefined;
    const offset = 'suffix' in range ? Math.max(0, entry.size - range.suffix) : range.offset;
    const length = 'suffix' in range ? range.suffix : range.length;
    if (offset + length > entry.size) {
      const got = Math.max(0, entry.size - offset);
      throw new CloudOptimisedError('CO_STORAGE_SHORT_READ', { uri: this.uri(key), offset, wanted: length, got });
    }
    if (entry.method === 0) return this.#packed(entry, offset, length);
    return (await this.get(key))?.subarray(offset, offset + length);
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const start = this.#prefix + prefix;
    const below = [...this.#entries.keys()].filter(
      (name) => name.startsWith(start) && name.indexOf('/', start.length) > 0,
    );
    return [...new Set(below.map((name) => name.slice(start.length, name.indexOf('/', start.length))))].sort();
  }

  async close(): Promise<void> {}

  /** Bytes of an entry as they lie in the zip, behind its local header. */
  async #packed(entry: ZipEntry, offset: number, length: number): Promise<Buffer> {
    this.#check(entry);
    const header = await rangeOf(this.#source, entry.header, HEADER_SIZE);
    if (header.readUInt32LE(0) !== 0x04034b50)
      throw corrupt(this.#source, `'${entry.name}' does not begin where it should`);
    const start = entry.header + HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (start + entry.packed > this.#size) throw corrupt(this.#source, `'${entry.name}' ends beyond the file`);
    return rangeOf(this.#source, start + offset, length);
  }

  #check({ name, method, isEncrypted, size, packed, header }: ZipEntry): void {
    if (isEncrypted || (method !== 0 && method !== 8)) {
      const feature = isEncrypted ? 'encryption' : `zip compression method ${method}`;
      throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri: this.#source.uri, variable: name, feature });
    }
    const isSane = size <= LARGEST_OBJECT && (method !== 0 || packed === size) && header + HEADER_SIZE <= this.#size;
    if (!isSane) throw corrupt(this.#source, `'${name}' claims ${size} bytes from ${packed}`);
  }

  async #inflate(entry: ZipEntry, packed: Buffer): Promise<Buffer> {
    try {
      return await promisify(inflateRaw)(packed, { maxOutputLength: Math.max(1, entry.size) });
    } catch (cause) {
      throw corrupt(this.#source, `'${entry.name}' cannot be inflated: ${(cause as Error).message}`, cause);
    }
  }
}

/** The folder in which the outermost group's document lies: empty, or ending with `/`. */
function rootOf(entries: readonly ZipEntry[]): string {
  const folders = entries.flatMap(({ name }) => {
    const match = DOCUMENT.exec(name);
    return match ? [match[1] ?? ''] : [];
  });
  const [outermost = ''] = folders.sort((a, b) => a.length - b.length);
  return outermost === '' ? '' : `${outermost}/`;
}
