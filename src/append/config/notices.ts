import { isObject } from '../../config/json.js';
import { s3OptionsFromS3fs } from '../../storage/s3-options.js';
import type { AppendConfigDocument } from './append-config.generated.js';

/** Settings of an encoding that only other libraries understand. */
const WITHOUT_EFFECT = [
  ...[
    'preferred_chunks',
    'zlib',
    'complevel',
    'compression',
    'compression_opts',
    'shuffle',
    'fletcher32',
    'contiguous',
  ],
  ...[
    'szip',
    'zstd',
    'bzip2',
    'blosc',
    'endian',
    'source',
    'original_shape',
    'unlimited_dims',
    'coordinates',
    'grid_mapping',
  ],
];

/** One sentence for each thing that a config asks for and that has no effect. */
export function noticesOf(document: AppendConfigDocument): string[] {
  const { disable_rollback: unlogged, persist_mem_slices: persisted, profiling, logging } = document;
  return [
    ...(unlogged ? ["'disable_rollback' has no effect: commits are atomic."] : []),
    ...(persisted ? ["'persist_mem_slices' has no effect: slices in memory are read where they are."] : []),
    ...optionsIgnored(document),
    ...keysIn(profiling, ['log_level', 'keys', 'restrictions']).map((key) => `'profiling.${key}' has no effect.`),
    ...keysIn(logging, ['formatters', 'filters', 'handlers']).map((key) => `'logging.${key}' has no effect.`),
    ...Object.entries(document.variables ?? {}).flatMap(([name, { encoding }]) =>
      keysIn(encoding, WITHOUT_EFFECT).map((key) => `'variables.${name}.encoding.${key}' has no effect.`),
    ),
  ];
}

function optionsIgnored(document: AppendConfigDocument): string[] {
  return (['target_storage_options', 'slice_storage_options'] as const).flatMap((key) =>
    s3OptionsFromS3fs(document[key] ?? {}).ignored.map((name) => `'${key}.${name}' has no effect.`),
  );
}

function keysIn(value: unknown, keys: readonly string[]): string[] {
  return isObject(value) ? keys.filter((key) => Object.hasOwn(value, key)) : [];
}
