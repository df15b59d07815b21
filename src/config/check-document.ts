import type { ConfigProblem } from '../errors/config-errors.js';
import type { ConfigFile } from './find-config.js';
import type { Finding } from './finding.js';
import type { JsonObject } from './json.js';
import { fileOf } from './layers.js';
import { valueAt } from './pointer.js';
import { ruleFindings } from './rules/index.js';
import { isPlaceholder, REGISTRY } from './rules/placeholder.js';
import { structureFindings } from './structure.js';

/**
 * Everything found in a merged document, against the schema and against the rules between keys.
 *
 * @param fragment whether it is a parent, to which its children add: nothing may be missing from it
 */
export function findingsIn(document: JsonObject, fragment = false): Finding[] {
  const structure = structureFindings(document).filter(({ key }) => !fragment || key !== 'missing');
  return [...structure.flatMap((finding) => inRegistry(finding, document)), ...ruleFindings(document, fragment)];
}

/** The registry entry takes no part in a run, and may hold placeholders in place of any value. */
function inRegistry(finding: Finding, document: JsonObject): Finding[] {
  if (!finding.pointer.startsWith(REGISTRY)) return [finding];
  return isPlaceholder(valueAt(document, finding.pointer)) ? [] : [{ ...finding, kind: 'tolerable' }];
}

/** A finding as a problem of the file that holds it, for who checks the config, or who runs it. */
export function toProblem(
  { pointer, message, kind }: Finding,
  layers: readonly ConfigFile[],
  purpose: 'check' | 'run',
): ConfigProblem {
  const isError = kind === 'error' || (kind === 'tolerable' && purpose === 'check');
  return { file: fileOf(pointer, layers), pointer, message, severity: isError ? 'error' : 'warning' };
}
