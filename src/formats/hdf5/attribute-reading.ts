import { isCoded } from '../../errors/index.js';
import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { readAttribute } from './attributes.js';
import type { Hdf5Objects } from './hdf5-objects.js';

/** Gives attributes that were read before. @throws CO_FILE_UNSUPPORTED where one of them could not be represented */
export type AttributeReading = () => Attributes;

/** Which attributes to read: of the object at `path`, each under its name with `prefix`. */
export interface AttributeSource {
  readonly path: string;
  readonly names: readonly string[];
  readonly prefix: string;
}

/**
 * Reads attributes at once. One that is neither text nor numbers concerns only those who ask for these attributes, so
 * its error waits until then; a damaged one throws here.
 *
 * @throws CO_FILE_CORRUPT
 */
export function readAttributes(objects: Hdf5Objects, sources: readonly AttributeSource[]): AttributeReading {
  const attributes = new Map<string, AttributeValue>();
  try {
    for (const { path, names, prefix } of sources) {
      for (const name of names) attributes.set(prefix + name, readAttribute(objects, path, name));
    }
  } catch (error) {
    if (!isCoded(error, 'CO_FILE_UNSUPPORTED')) throw error;
    return () => {
      throw error;
    };
  }
  return () => attributes;
}
