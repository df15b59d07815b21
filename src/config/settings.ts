import type { VariableFunction } from './dataset-config.generated.js';
import type { DatasetConfig } from './dataset-config.js';

/**
 * Folder of the dataset's output as the config has it, with a last slash; `undefined` when it names no bucket. The dataset is
 * `<folder><name>.<format>`.
 */
export function outputFolderOf({ document }: DatasetConfig): string | undefined {
  const settings = document.run_settings;
  const bucket = settings?.s3_bucket_opts?.output_data?.bucket || settings?.optimised_bucket_name;
  if (!bucket) return undefined;
  const prefix = (settings?.root_prefix_cloud_optimised_path ?? '').replace(/^\/+|\/+$/g, '');
  return prefix ? `s3://${bucket}/${prefix}/` : `s3://${bucket}/`;
}

/** Options of s3fs for the files (`input_data`) or for the dataset (`output_data`): the bucket's own, else the common ones. */
export function s3FsOptionsOf(
  { document }: DatasetConfig,
  side: 'input_data' | 'output_data',
): Readonly<Record<string, unknown>> | undefined {
  const settings = document.run_settings;
  return settings?.s3_bucket_opts?.[side]?.s3_fs_opts ?? settings?.s3_fs_common_opts ?? undefined;
}

/** What computes the variable whose source is `@function:NAME`; `undefined` for other sources. */
export function functionOf({ document }: DatasetConfig, source: string): VariableFunction | undefined {
  if (!source.startsWith(FUNCTION)) return undefined;
  const functions = document.schema_transformation?.functions ?? {};
  const name = source.slice(FUNCTION.length);
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

const FUNCTION = '@function:';
