import type { Finding } from '../finding.js';
import type { JsonObject } from '../json.js';

/** What rules need to know of the document that they check. */
export interface RuleContext {
  /** A parent, which its children complete: nothing may be missing from it. */
  readonly fragment: boolean;
}

/** What the rules between the keys of a document find. */
export function ruleFindings(_document: JsonObject, _context: RuleContext): Finding[] {
  return [];
}
