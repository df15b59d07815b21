import { isObject } from '../config/json.js';
import { parseDocument } from '../config/parse-document.js';
import { pointerTo } from '../config/pointer.js';
import type { AppendConfigProblem, ConfigProblem } from '../errors/config-errors.js';
import { describeError, isCoded } from '../errors/index.js';

/** Keys of which a dataset config has at least one. */
const OF_DATASETS = ['dataset_name', 'cloud_optimised_format', 'parent_config', 'schema', 'dataset_schema'];
/** Keys by which an append config is known. */
const OF_APPENDS = [
  ...['target_dir', 'append_dim', 'append_step', 'fixed_dims', 'included_variables', 'excluded_variables', 'variables'],
  ...['zarr_version', 'slice_engine', 'slice_source', 'slice_polling', 'attrs_update_mode', 'permit_eval', 'force_new'],
  ...['if_exists', 'insert', 'gaps', 'append_coords', 'levels', 'attrs', 'dry_run', 'persist_mem_slices'],
];

/** Whether a text is the config of an append, not of a dataset. */
export async function isAppendConfig(file: string, text: string): Promise<boolean> {
  try {
    const document = await parseDocument(file, text);
    return !OF_DATASETS.some((key) => key in document) && OF_APPENDS.some((key) => key in document);
  } catch (error) {
    if (isCoded(error, 'CO_CONFIG_UNREADABLE')) return false;
    throw error;
  }
}

/** What is wrong with the config of an append; an empty list where nothing is. */
export async function appendConfigProblems(
  file: string,
  readText: (uri: string) => Promise<string | undefined>,
): Promise<ConfigProblem[]> {
  const { loadAppendConfig } = await import('../append/config/index.js');
  try {
    await loadAppendConfig(file, { readText, environment: process.env });
    return [];
  } catch (error) {
    if (isCoded(error, 'CO_APPEND_CONFIG_INVALID')) return problemsIn(error.fields).map((one) => toProblem(file, one));
    if (!isCoded(error as Error)) throw error;
    return [{ file, pointer: '', message: describeError(error).message, severity: 'error' }];
  }
}

function problemsIn(fields: object): readonly AppendConfigProblem[] {
  return isObject(fields) && 'problems' in fields ? (fields.problems as unknown as AppendConfigProblem[]) : [];
}

/** Paths of append configs have dots between their keys. */
function toProblem(file: string, { path, message }: AppendConfigProblem): ConfigProblem {
  const pointer = path === '' ? '' : pointerTo(...path.split('.'));
  return { file, pointer, message, severity: 'error' };
}
