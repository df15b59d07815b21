/**
 * Brings the attributes of what is published up to its config, without reading or writing a value.
 *
 * @module
 */

export { acceptedChanges } from './accepted.js';
export type { AttributeChange, LeftAlone, MetadataRevision } from './attribute-change.js';
export type { LayoutDifference, WantedCubeMetadata } from './revise-cube.js';
export { type MetadataPlace, updateCubeMetadata } from './update-cube.js';
export { type MetadataDocument, updateTableMetadata } from './update-table.js';
