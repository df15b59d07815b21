/**
 * Zarr v2 and v3: metadata documents, objects (chunks and shards), and a reader of whole stores.
 *
 * ```ts
 * const cube = await readCube(storage);
 * const coder = await createObjectCoder(array);
 * const bytes = coder.encode(values); // undefined: all fill, nothing to store
 * await storage.put(objectKey('sst', array, [0, 1, 2]), bytes);
 * ```
 *
 * @module
 */
export { type CubeDocument, cubeDocuments } from './cube-documents.js';
export { createObjectCoder, type ObjectCoder } from './object-coder.js';
export { objectKey } from './object-key.js';
export { readArray } from './read-array.js';
export { readCube } from './read-cube.js';
export { zarrReader } from './reader.js';
export { sameEncoding } from './same-encoding.js';
