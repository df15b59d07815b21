import { CloudOptimisedError } from '../errors/index.js';
import { findingsIn, toProblem } from './check-document.js';
import type { DatasetConfigDocument } from './dataset-config.generated.js';
import type { DatasetConfig } from './dataset-config.js';
import { type ConfigFile, type ConfigLookup, findConfig } from './find-config.js';
import type { Finding } from './finding.js';
import { deepFreeze } from './freeze.js';
import { hashDocument } from './hash.js';
import type { JsonObject } from './json.js';
import { fileOf, mergeLayers, withParents } from './layers.js';
import { executorNotice } from './notices.js';
import { OVERRIDE, readOverride, refuse } from './override.js';

/** How a config is loaded. */
export interface LoadOptions extends ConfigLookup {
  /** `--json-overwrite`: JSON text, or `@FILE`; merged over the config and its parents. */
  readonly override?: string | undefined;
}

/**
 * Loads the config of a dataset by NAME, FILE or URI: finds it, merges it over its parents and the override over both, checks
 * it, and freezes it. A bare name is looked up in the working folder, then among the shipped configs.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, CO_CONFIG_PARENT_CYCLE, CO_CONFIG_OVERRIDE, and CO_CONFIG_INVALID with
 *   every problem; unknown keys are warnings, except in the override
 */
export async function loadDatasetConfig(reference: string, options: LoadOptions): Promise<DatasetConfig> {
  const config = await findConfig(reference, options);
  const layers = await withParents(config, options);
  if (options.override !== undefined) layers.unshift(await readOverride(options.override, options));
  const document = mergeLayers(layers);
  const findings = [...findingsIn(document), ...executorNotice(document)];
  refuseUnknownOverrides(findings, layers, options.override);
  return toConfig(config.file, document, findings, layers);
}

function toConfig(
  file: string,
  document: JsonObject,
  findings: readonly Finding[],
  layers: readonly ConfigFile[],
): DatasetConfig {
  const problems = findings.filter(({ kind }) => kind !== 'notice').map((finding) => toProblem(finding, layers, 'run'));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new CloudOptimisedError('CO_CONFIG_INVALID', { file, problems: errors });
  const checked = deepFreeze(document) as unknown as DatasetConfigDocument;
  const name = checked.dataset_name.replace(/\.json$/, '');
  return deepFreeze({
    document: checked,
    file,
    name,
    format: checked.cloud_optimised_format,
    warnings: problems,
    hash: hashDocument(document),
  });
}

/** An override that would do nothing is refused by name. */
function refuseUnknownOverrides(findings: readonly Finding[], layers: readonly ConfigFile[], override = ''): void {
  const unknown = findings.find(({ key, pointer }) => key === 'unknown' && fileOf(pointer, layers) === OVERRIDE);
  if (unknown) refuse(override, `${unknown.pointer}: ${unknown.message.replace(/\.$/, '')}`);
}
