import type { ByteRange, Storage } from '../../contracts/storage.js';

/** Larger ranges are data, not indices. */
const LARGEST = 2 ** 22;
/** Bytes that are kept at most. */
const KEPT = 2 ** 26;

/** A storage that keeps the ends of objects: the index at the end of a shard is asked for with every part of the shard. */
export interface KeptEnds {
  readonly storage: Storage;
  /** Lets go of all that is kept. What is asked next may have been published since. */
  forget(): void;
}

/** Wraps a storage such that the ends of objects that were read are kept. */
export function keepEnds(storage: Storage): KeptEnds {
  const known = new Map<string, Promise<Uint8Array>>();
  let bytes = 0;
  const forget = () => {
    known.clear();
    bytes = 0;
  };
  const getRange = (key: string, range: ByteRange): Promise<Uint8Array> => {
    if (!('suffix' in range) || range.suffix > LARGEST) return storage.getRange(key, range);
    const name = `${range.suffix} ${key}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    if (bytes + range.suffix > KEPT) forget();
    bytes += range.suffix;
    const reading = storage.getRange(key, range);
    known.set(name, reading);
    return reading;
  };
  return { storage: withRange(storage, getRange), forget };
}

function withRange(storage: Storage, getRange: Storage['getRange']): Storage {
  const { root, supportsWrites, supportsListing, supportsConditionalPut } = storage;
  return {
    ...{ root, supportsWrites, supportsListing, supportsConditionalPut, getRange },
    get: (key) => storage.get(key),
    head: (key) => storage.head(key),
    list: (prefix) => storage.list(prefix),
    listFolders: (prefix) => storage.listFolders(prefix),
    put: (key, data, options) => storage.put(key, data, options),
    delete: (keys) => storage.delete(keys),
    close: () => storage.close(),
  };
}
