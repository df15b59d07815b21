/**
 * The config of an append: reads, merges, checks and freezes it, and tells what it asks for. Data only; a config never names code to load
 * and never holds any.
 *
 * @module
 */
export type { AppendConfigDocument } from './append-config.generated.js';
export type {
  AggregationMethod,
  AppendConfig,
  AttributesUpdateMode,
  LevelsSettings,
  LogLevel,
  PollingSettings,
} from './append-config.js';
export type { AppendCoordinate } from './append-coordinate.js';
export type { AppendStep } from './append-step.js';
export { checkDimensions } from './check-dimensions.js';
export { checkStep, type MissingLabels, missingLabels, type StepCheck } from './check-step.js';
export type { AppendConfigObject, ConfigLike, ConfigReading, SliceSourceCode } from './config-like.js';
export { toCubeLayout } from './cube-layout.js';
export { type AttributeSources, groupAttributes } from './group-attributes.js';
export { type AppendConfigOptions, loadAppendConfig, targetOf } from './load.js';
export { selectVariables } from './select-variables.js';
export { storageOptionsOf } from './storage-options.js';
export { settingsFor, type VariableSettings } from './variable-settings.js';
