import type { ByteRange, Storage } from '../../../src/contracts/storage.js';

/** A request for bytes. */
export interface Request {
  readonly key: string;
  readonly range?: ByteRange;
}

/** A storage that notes each read of an object. */
export function watched(storage: Storage): { storage: Storage; requests: Request[] } {
  const requests: Request[] = [];
  const noting = <T>(key: string, result: T, range?: ByteRange): T => {
    requests.push(range ? { key, range } : { key });
    return result;
  };
  const { root, supportsWrites, supportsListing, supportsConditionalPut } = storage;
  return {
    requests,
    storage: {
      ...{ root, supportsWrites, supportsListing, supportsConditionalPut },
      get: (key) => noting(key, storage.get(key)),
      getRange: (key, range) => noting(key, storage.getRange(key, range), range),
      head: (key) => storage.head(key),
      list: (prefix) => noting(`list ${prefix}`, storage.list(prefix)),
      listFolders: (prefix) => noting(`folders ${prefix}`, storage.listFolders(prefix)),
      put: (key, data, options) => storage.put(key, data, options),
      delete: (keys) => storage.delete(keys),
      close: () => storage.close(),
    },
  };
}

const DOCUMENT = /(zarr\.json|\.z(metadata|group|attrs|array))$|^folders /;

/** Keys of data that were read, below `prefix`. */
export function dataKeys(requests: readonly Request[], prefix: string): Set<string> {
  const keys = requests.map(({ key }) => key).filter((key) => key.startsWith(prefix) && !DOCUMENT.test(key));
  return new Set(keys.map((key) => key.slice(prefix.length)));
}
