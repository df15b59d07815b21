/**
 * Dataset configs: finds, merges, checks and freezes them. Data only; a config never names code to load and never holds any.
 *
 * @module
 */

export { type ConfigDifference, compareConfigs } from './compare.js';
export type * from './dataset-config.generated.js';
export type { DatasetConfig } from './dataset-config.js';
export { type ConfigsFound, datasetsAmong } from './datasets-among.js';
export {
  type ExplainedConfig,
  type ExplainedLayer,
  type ExplainedValue,
  explainDatasetConfig,
  mergedDocument,
  type Origin,
} from './explain.js';
export type { ConfigLookup } from './find-config.js';
export { type LoadOptions, loadDatasetConfig } from './load.js';
export { mergeConfigs } from './merge.js';
export { functionOf, outputFolderOf, s3FsOptionsOf } from './settings.js';
export { type ConfiguredPath, resolvePathUri, sourcePathsOf } from './source-paths.js';
export { type ValidateOptions, validateDatasetConfigFile, validateDatasetConfigFiles } from './validate-file.js';
