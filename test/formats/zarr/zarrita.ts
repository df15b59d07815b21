import { get, open, root } from 'zarrita';
import type { Storage } from '../../../src/contracts/storage.js';
import type { NumericArray, StoredArray } from '../../../src/model/data-type.js';
import type { Cube } from '../../../src/model/zarr/array.js';

/** What zarrita 0.7 cannot read, and says so itself. */
const LIMITS: readonly RegExp[] = [
  // crc32c in v2, fixed scale-offset in v3: it has them for the other format alone.
  /Unknown codec: numcodecs\.(crc32c|fixedscaleoffset)/,
  // Extension data types (fixed text in v3).
  /dataType\.match is not a function/,
];

/** Values of an array as zarrita reads them, or the limit of zarrita's that is in the way. */
export async function readWithZarrita(
  storage: Storage,
  name: string,
  { format }: Cube,
): Promise<{ values?: StoredArray; limit?: string }> {
  const store = {
    get: (key: string) => storage.get(key.slice(1)),
    getRange: (key: string, range: { offset: number; length: number } | { suffixLength: number }) => {
      const asked = 'suffixLength' in range ? { suffix: range.suffixLength } : range;
      return storage.getRange(key.slice(1), asked).catch(() => undefined);
    },
  };
  const opener = format === 2 ? open.v2 : open.v3;
  try {
    const array = await opener(root(store).resolve(name), { kind: 'array' });
    const { data } = await get(array);
    return { values: plainOf(data as NumericArray) };
  } catch (error) {
    const reason = String(error);
    if (LIMITS.some((limit) => limit.test(reason))) return { limit: `known limit: ${reason}` };
    throw error;
  }
}

/** Truth values as 0 and 1, its arrays of text as plain ones. */
function plainOf(data: ArrayLike<unknown> & Iterable<unknown>): StoredArray {
  if (ArrayBuffer.isView(data)) return data as unknown as StoredArray;
  const items = [...data];
  return typeof items[0] === 'boolean' ? Int8Array.from(items, Number) : (items as string[]);
}
