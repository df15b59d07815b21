/**
 * cloud-optimised as a library: the verbs of its commands.
 *
 * ```ts
 * import { publishDataset } from 'cloud-optimised';
 *
 * const summary = await publishDataset({ config: 'argo.json', output: './published' });
 * console.log(summary.files, summary.rows);
 * ```
 *
 * @module
 */
export { type AppendOptions, append, deleteLabels } from './app/append-slices.js';
export { catalogue } from './app/catalogue.js';
export { type MissingEntries, type MissingOptions, missingEntries } from './app/config-missing.js';
export { diffConfigs, type ShowConfigOptions, showConfig } from './app/config-show.js';
export { type Container, createContainer } from './app/container.js';
export { type CreateConfigOptions, type CreatedConfig, createDatasetConfig } from './app/create-dataset-config.js';
export type { Work } from './app/create-executor.js';
export { type CreateRegistryEntriesOptions, createRegistryEntries } from './app/create-registry-entry.js';
export { type OpenPublishedOptions, openDataset } from './app/open-published.js';
export { type PublishOptions, publishDataset } from './app/publish-dataset.js';
export { type QueryOptions, type QueryResult, queryToFile } from './app/query-dataset.js';
export type { RegistryEvent, RegistrySummary, ReplaceAnswer, ReplaceQuestion } from './app/registry-events.js';
export { deleteRows, explainRows, type RowsExplanation, type RowsOptions } from './app/rows.js';
export type { RunSetup } from './app/run-setup.js';
export { TOKENS } from './app/tokens.js';
export {
  type MetadataEvent,
  type MetadataObserver,
  type MetadataSummary,
  type UpdateAllMetadataOptions,
  updateAllMetadata,
} from './app/update-all-metadata.js';
export {
  type MetadataOptions,
  type MetadataUpdated,
  type UpdateMetadataOptions,
  updateMetadata,
} from './app/update-metadata.js';
export { validateConfigs } from './app/validate-configs.js';
export { workerTasks } from './app/worker-tasks.js';
export type { AppendConfigObject, ConfigLike } from './append/config/index.js';
export type { DeletedLabels } from './append/delete-labels.js';
export type { AppendEvent, AppendObserver, AppendSummary } from './append/events.js';
export { cropDataset, dropVariables, withVariables } from './append/slices/dataset-views.js';
export { type MemoryDatasetInput, type MemoryVariable, memoryDataset } from './append/slices/memory-dataset.js';
export type { SliceContext, SliceItem, SliceSource, SliceSources } from './append/slices/slice-source.js';
export type { ConfigDifference, ExplainedConfig, ExplainedLayer, ExplainedValue, Origin } from './config/index.js';
export type { Executor, Task } from './contracts/executor.js';
export type { LedgerEntry } from './contracts/ledger.js';
export type {
  Box,
  Condition,
  DatasetDescription,
  Operator,
  Point,
  PublishedDataset,
  Selection,
  TimeSpan,
  VariableDescription,
} from './contracts/published-dataset.js';
export type { ConfigProblem } from './errors/config-errors.js';
export { CloudOptimisedError, type ErrorCode, errorCatalogue, isCoded } from './errors/index.js';
export type { TaskTable } from './execution/inline-executor.js';
export type { AttributeChange, LeftAlone, MetadataRevision } from './metadata/index.js';
export type { Dataset, Region, Variable } from './model/dataset.js';
export type { RunEvent, RunObserver } from './pipeline/events.js';
export type { RunSummary, SourceFailure, SourceWarning, UnknownVariable } from './pipeline/summary.js';
export type { CatalogueEntry } from './query/catalogue.js';
export { parseSelection, type SelectionText } from './query/selection.js';
export type { Choice, Decision, Doubt } from './scaffold/decisions.js';
