import { error, type Finding, notice, warning } from '../finding.js';
import type { Json } from '../json.js';
import { pointerTo, valueAt } from '../pointer.js';
import { quoted } from '../quote.js';
import type { RuleSubject } from './rule-subject.js';

/** What `create-dataset-config` writes where a person has to decide. */
export const PLACEHOLDER = 'FILL UP MANUALLY - CHECK DOCUMENTATION';

/** Where placeholders may stay. */
export const REGISTRY = '/aws_opendata_registry';

/** Whether a value still waits for a person. Short forms of the placeholder are in use, too: `FILL_UP_MANUALLY`. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /^\s*fill[ _]up[ _]manually(?![a-z0-9])/i.test(value);
}

/** Placeholders that were left. The registry entry may keep its own; a child may still fill those of its parent. */
export function placeholderFindings({ document, fragment }: RuleSubject): Finding[] {
  return placeholdersIn(document).map((pointer) => {
    const value = quoted(String(valueAt(document, pointer)).trim(), pointer);
    if (pointer.startsWith(REGISTRY))
      return notice(pointer, `${value} is a placeholder, with which the registry would not take the entry`);
    const message = `${value} must be replaced with a value`;
    return fragment ? warning(pointer, message) : error(pointer, message);
  });
}

/** JSON pointers of all placeholders in a value. */
export function placeholdersIn(value: Json, pointer = ''): string[] {
  if (isPlaceholder(value)) return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => placeholdersIn(child as Json, pointer + pointerTo(key)));
}
