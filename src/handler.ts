/**
 * What a handler is written against: the abstract `Handler`, the model of tables and datasets, errors, and the named steps
 * that the shipped handlers are made of.
 *
 * ```js
 * import { columnOf } from 'cloud-optimised/handler';
 * import { GenericParquetHandler } from 'cloud-optimised/handlers';
 *
 * export class TidyHandler extends GenericParquetHandler {
 *   addCustomColumns(table) {
 *     return table.with('quality', columnOf('int32', new Array(table.rows).fill(1)));
 *   }
 * }
 * ```
 *
 * @module
 */
export type { DatasetConfig } from './config/index.js';
export type { LedgerEntry } from './contracts/ledger.js';
export type { SourceFile } from './contracts/reader.js';
export type { Field, TableEncoding, TableWriter } from './contracts/table-writer.js';
export type { ArrayLayout, CubeLayout } from './engine/cube/layout.js';
export type { SourceOutline, VariableOutline } from './engine/cube/outline.js';
export { CloudOptimisedError } from './errors/index.js';
export * from './model/attributes.js';
export { decodeVariable } from './model/cf/decode-variable.js';
export { joinTexts } from './model/cf/join-texts.js';
export { textDimensions } from './model/cf/text.js';
export {
  isNumeric,
  type NumericArray,
  type NumericType,
  type StoredArray,
  type StoredType,
} from './model/data-type.js';
export type { Dataset, Region, Variable } from './model/dataset.js';
export { type Partition, partitionRows } from './model/partition/hive.js';
export { castColumn } from './model/table/cast.js';
export * from './model/table/column.js';
export { flatten, type LabelledColumn } from './model/table/flatten.js';
export { type Selection, Table } from './model/table/table.js';
export { withAdded } from './pipeline/cube/added-variables.js';
export { CubeHandler, type CubeRules } from './pipeline/cube/cube-handler.js';
export { layoutCube } from './pipeline/cube/cube-layout.js';
export { type CubePlan, planCube } from './pipeline/cube/cube-plan.js';
export { memoryVariable, withMore, withVariables } from './pipeline/cube/derive-dataset.js';
export { alongTargetGrids } from './pipeline/cube/regrid.js';
export { withCoordinates } from './pipeline/cube/restored-coordinates.js';
export { withSortedAxes } from './pipeline/cube/sorted-axes.js';
export { keepNumbers } from './pipeline/cube/timeless.js';
export { keepWanted } from './pipeline/cube/wanted-variables.js';
export { Handler, type HandlerContext, type Sidecar, type SourceContext } from './pipeline/handler.js';
export type { ObjectSink } from './pipeline/object-sink.js';
export type { SourceReport } from './pipeline/report.js';
export { addedColumn } from './pipeline/tabular/added-columns.js';
export { applySchema, checkPartitions } from './pipeline/tabular/apply-schema.js';
export { hintColumn, hintVariables } from './pipeline/tabular/hints.js';
export {
  cellColumn,
  keepPositions,
  keepTimes,
  periodColumn,
  positionsOf,
  timeColumn,
} from './pipeline/tabular/partition-columns.js';
export { checkDimensions, decodeColumns, toTable, wantedVariables } from './pipeline/tabular/read-columns.js';
export { findRepetition, type Repetition } from './pipeline/tabular/row-dimensions.js';
export { COMMON_METADATA, sidecarKeyValues } from './pipeline/tabular/sidecar.js';
export { planTable, type TablePlan } from './pipeline/tabular/table-plan.js';
