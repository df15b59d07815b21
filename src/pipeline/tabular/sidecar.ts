import type { DatasetConfig } from '../../config/index.js';
import type { TablePlan } from './table-plan.js';

/** Name of the object that tells the schema of a Parquet dataset. */
export const COMMON_METADATA = '_common_metadata';

/**
 * The key-values of `_common_metadata`, each valid JSON: the attributes of every column by its name, those of the dataset under
 * `global_attributes`, and under `partitioning` what its folders are made from, as the config has it: readers need it to know which
 * folders a time or a place rules out.
 */
export function sidecarKeyValues({ document, name }: DatasetConfig, plan: TablePlan): Record<string, string> {
  const partitioning = document.schema_transformation?.partitioning ?? [];
  const keyValues: Record<string, string> = { partitioning: JSON.stringify(partitioning) };
  for (const [column, attributes] of plan.attributes) keyValues[column] = JSON.stringify(attributes);
  const uuid = document.metadata_uuid ? { metadata_uuid: document.metadata_uuid } : {};
  const set = document.schema_transformation?.global_attributes?.set ?? {};
  keyValues.global_attributes = JSON.stringify({ ...uuid, dataset_name: name, ...set });
  return keyValues;
}
