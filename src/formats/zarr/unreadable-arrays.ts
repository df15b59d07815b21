import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Variable } from '../../model/dataset.js';
import type { ZarrArray } from '../../model/zarr/array.js';
import type { Document } from './metadata-error.js';

/** What is known of an array that cannot be read. */
interface UnreadableArray {
  readonly feature: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
}

/**
 * The arrays of a store that cannot be read: of types or codecs that are not known, or with documents that are not as they should be. A reader
 * who asks for others need not hear of them.
 */
export class UnreadableArrays {
  readonly #arrays = new Map<string, UnreadableArray>();

  /** What `parse` gives; `undefined`, and the array is kept here, where it throws CO_ZARR_METADATA or CO_CODEC_UNSUPPORTED. */
  unless(path: string, document: Document, names: unknown, parse: () => ZarrArray): ZarrArray | undefined {
    try {
      return parse();
    } catch (error) {
      if (!isCoded(error, 'CO_ZARR_METADATA', 'CO_CODEC_UNSUPPORTED')) throw error;
      const { reason, codec } = error.fields as { reason: string; codec?: string };
      const feature = codec === undefined ? `what its metadata tells (${reason})` : `the codec '${codec}' (${reason})`;
      this.#arrays.set(path, { feature, ...dimensionsOf(document.get('shape'), names) });
      return undefined;
    }
  }

  /** Variables that are there, and throw CO_FILE_UNSUPPORTED when they are read. */
  variables(uri: string): [string, Variable][] {
    return [...this.#arrays].map(([variable, { feature, dimensions, shape }]) => {
      const read = async () => {
        throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable, feature });
      };
      const told = { name: variable, type: 'string', dimensions, shape, attributes: new Map() } as const;
      return [variable, { ...told, unsupported: feature, read }];
    });
  }
}

/** None where they are not told as they should be. */
function dimensionsOf(shape: unknown, names: unknown): Pick<UnreadableArray, 'dimensions' | 'shape'> {
  const isTold =
    Array.isArray(shape) &&
    Array.isArray(names) &&
    shape.length === names.length &&
    shape.every((length) => Number.isSafeInteger(length) && length >= 0) &&
    names.every((name) => typeof name === 'string');
  return isTold ? { dimensions: names, shape } : { dimensions: [], shape: [] };
}
