import { error, type Finding, warning } from '../finding.js';
import type { Json } from '../json.js';
import { pointerTo } from '../pointer.js';
import type { RuleSubject } from './rule-subject.js';

/** What `create-dataset-config` writes where a person has to decide. */
export const PLACEHOLDER = 'FILL UP MANUALLY - CHECK DOCUMENTATION';

/** Where placeholders may stay. */
export const REGISTRY = '/aws_opendata_registry';

/** Whether a value still waits for a person. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === PLACEHOLDER;
}

/** Placeholders that were left. The registry entry may keep its own; a child may still fill those of its parent. */
export function placeholderFindings({ document, fragment }: RuleSubject): Finding[] {
  const message = `'${PLACEHOLDER}' must be replaced with a value`;
  return placeholders(document, '')
    .filter((pointer) => !pointer.startsWith(REGISTRY))
    .map((pointer) => (fragment ? warning(pointer, message) : error(pointer, message)));
}

function placeholders(value: Json, pointer: string): string[] {
  if (isPlaceholder(value)) return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => placeholders(child as Json, pointer + pointerTo(key)));
}
