/**
 * The rules between the keys of a config, which a schema cannot tell.
 *
 * @module
 */
import type { Finding } from '../finding.js';
import type { JsonObject } from '../json.js';
import { addedVariableFindings, schemaUnitFindings } from './added-variables.js';
import { csvFindings } from './csv.js';
import { cubeFindings } from './cube.js';
import { functionFindings } from './functions.js';
import { partitioningFindings } from './partitioning.js';
import { pathFindings } from './paths.js';
import { placeholderFindings } from './placeholder.js';
import { RuleSubject } from './rule-subject.js';
import { variableTypeFindings } from './variable-types.js';
import { zarrFindings } from './zarr.js';

const RULES: readonly ((subject: RuleSubject) => Finding[])[] = [
  placeholderFindings,
  variableTypeFindings,
  addedVariableFindings,
  schemaUnitFindings,
  partitioningFindings,
  functionFindings,
  cubeFindings,
  pathFindings,
  csvFindings,
  zarrFindings,
];

/**
 * What the rules between the keys of a document find.
 *
 * @param fragment whether the document is a parent, to which its children add: nothing may be missing from it
 */
export function ruleFindings(document: JsonObject, fragment: boolean): Finding[] {
  const subject = new RuleSubject(document, fragment);
  return RULES.flatMap((rule) => rule(subject));
}
