import type { DatasetConfig } from '../../config/index.js';
import type { TablePlan } from './table-plan.js';

/** Name of the object that tells the schema of a Parquet dataset. */
export const COMMON_METADATA = '_common_metadata';

/**
 * The key-values of `_common_metadata`, each valid JSON: the attributes of every column by its name, and those of the
 * dataset under `global_attributes`.
 */
export function sidecarKeyValues({ document, name }: DatasetConfig, plan: TablePlan): Record<string, string> {
  const keyValues: Record<string, string> = {};
  for (const [column, attributes] of plan.attributes) keyValues[column] = JSON.stringify(attributes);
  const uuid = document.metadata_uuid ? { metadata_uuid: document.metadata_uuid } : {};
  const set = document.schema_transformation?.global_attributes?.set ?? {};
  keyValues.global_attributes = JSON.stringify({ ...uuid, dataset_name: name, ...set });
  return keyValues;
}
