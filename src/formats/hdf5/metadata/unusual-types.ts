import { type FileBytes, orLibrary } from '../file-bytes.js';
import { MetadataBytes } from './metadata-bytes.js';
import { readObject } from './stored-object.js';

/** What the library does not tell of an object: which of its types are laid out in an unusual way. */
export interface UnusualTypes {
  readonly own: string | undefined;
  readonly ofAttributes: ReadonlyMap<string, string>;
}

const NONE: UnusualTypes = { own: undefined, ofAttributes: new Map() };

/** Looks at the object whose header lies at `address`; where its header is not understood, nothing is known. */
export function findUnusualTypes(file: FileBytes, address: number): UnusualTypes {
  const object = orLibrary(() => readObject(new MetadataBytes(file), address));
  if (!object) return NONE;
  const entries = object.attributes.flatMap(({ name, type: { unusual } }) =>
    unusual === undefined ? [] : [[name, unusual] as const],
  );
  return { own: object.dataset?.type.unusual, ofAttributes: new Map(entries) };
}
