import { CloudOptimisedError } from '../errors/index.js';
import type { Accepted } from './attribute-change.js';
import { isMeaning } from './meaning.js';

/**
 * Changes of meaning that a person vouches for, each as VARIABLE.ATTRIBUTE.
 *
 * @throws CO_METADATA_ACCEPT for another text, and for attributes that never wait for it
 */
export function acceptedChanges(texts: readonly string[]): Accepted {
  for (const accept of texts) {
    const attribute = accept.slice(accept.lastIndexOf('.') + 1);
    if (!/^.+\..+$/.test(accept)) throw refused(accept, 'it is not of the form VARIABLE.ATTRIBUTE');
    if (!isMeaning(attribute)) throw refused(accept, `no change of '${attribute}' waits for it`);
  }
  return new Set(texts);
}

function refused(accept: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_METADATA_ACCEPT', { accept, reason });
}
