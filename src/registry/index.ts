/**
 * Entries of the Registry of Open Data on AWS, from configs, records of catalogues and collections.
 *
 * @module
 */

export { type CollectionRow, type Collections, parseCollections } from './collections.js';
export { editConfig } from './config-text/edit-config.js';
export { type DatasetFacts, namesAddress } from './dataset-facts.js';
export { dcatDataset } from './describe/dcat.js';
export { type DatasetExtent, extentOfConfig, extentOfRecord, firstExtent } from './describe/extent.js';
export { stacCollection } from './describe/stac.js';
export { type DifferenceLine, differenceOf } from './difference.js';
export { BLOCK, type CheckedEntry, checkEntry } from './entry/check-entry.js';
export { entryYaml } from './entry/entry-yaml.js';
export { withField } from './entry/fields.js';
export { isOpen } from './entry/open-values.js';
export type { RegistryEntry } from './entry/registry-entry.generated.js';
export { type CatalogueRecord, geonetworkRecord, type ReadRecordOptions, readRecord } from './geonetwork/index.js';
export { type Change, type EntrySources, proposedChanges, type Source } from './proposals.js';
export { type ReadConfig, readConfig } from './read-config.js';
export { replaceFile, textOf } from './replace-file.js';
export { parseSettings, SETTINGS_FILE } from './settings/parse-settings.js';
export type { RegistrySettings } from './settings/registry-settings.generated.js';
