import type { ConfigProblem } from '../errors/config-errors.js';
import type { ConfigFile } from './find-config.js';
import type { Finding } from './finding.js';
import type { JsonObject } from './json.js';
import { fileOf } from './layers.js';
import { ruleFindings } from './rules/index.js';
import { structureFindings } from './structure.js';

/** Everything found in a merged document: against the schema, and, where its shape is right, against the rules between keys. */
export function findingsIn(document: JsonObject, fragment = false): Finding[] {
  const structure = structureFindings(document).filter(({ missing }) => !fragment || !missing);
  return [...structure, ...ruleFindings(document, fragment)];
}

/** A finding as a problem of the file that holds it. */
export function toProblem(
  { pointer, message, kind }: Finding,
  layers: readonly ConfigFile[],
  unknown: 'error' | 'warning',
): ConfigProblem {
  return { file: fileOf(pointer, layers), pointer, message, severity: kind === 'unknown key' ? unknown : kind };
}
