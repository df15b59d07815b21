import type { ConfigProblem } from '../errors/config-errors.js';
import { isCoded } from '../errors/index.js';
import { findingsIn, toProblem } from './check-document.js';
import { type ConfigFile, type ConfigLookup, findConfig } from './find-config.js';
import type { Finding } from './finding.js';
import { mergeLayers, withParents } from './layers.js';

/** How a file is checked. */
export interface ValidateOptions extends ConfigLookup {
  /** Whether it is a parent, which its children complete. By default its name or its `dataset_name` ends in `_main`. */
  readonly fragment?: boolean | undefined;
}

/**
 * Checks one config file, merged over its parents. Unknown keys are errors; a problem names the file that holds it.
 * A parent is checked as a fragment: nothing may be missing from it.
 *
 * @throws only what `readText` throws; a file that is missing or cannot be read is a problem like others
 */
export async function validateDatasetConfigFile(file: string, options: ValidateOptions): Promise<ConfigProblem[]> {
  try {
    const config = await findConfig(file, options);
    const layers = await withParents(config, options);
    const document = mergeLayers(layers);
    const findings: Finding[] = findingsIn(document, options.fragment ?? isParent(config));
    return findings.map((finding) => toProblem(finding, layers, 'error'));
  } catch (cause) {
    if (!isCoded(cause, 'CO_CONFIG_NOT_FOUND', 'CO_CONFIG_UNREADABLE', 'CO_CONFIG_PARENT_CYCLE')) throw cause;
    return [{ file, pointer: '', message: cause.message, severity: 'error' }];
  }
}

function isParent({ file, document }: ConfigFile): boolean {
  const main = /_main(\.json|\.ya?ml)?$/i;
  return main.test(file) || (typeof document.dataset_name === 'string' && main.test(document.dataset_name));
}
