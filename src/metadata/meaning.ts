/**
 * Attributes that tell what stored values mean. Changed alone they would alter the data without touching it.
 *
 * @module
 */

import { isSameUnit } from './same-units.js';
import { isTimeReference } from './time-reference.js';

/** How values are read: `fixed` never changes without the values, `meaning` only when a person vouches for it. */
export type Weight = 'fixed' | 'meaning' | 'description';

/** Attributes by which readers turn stored numbers into values (CF 2.5, 4.4, 7.1, 7.4, 8.1, 8.2; NUG; xarray). */
const FIXED: ReadonlySet<string> = new Set([
  'type',
  '_FillValue',
  'missing_value',
  'scale_factor',
  'add_offset',
  '_Unsigned',
  'dtype',
  'calendar',
  'month_lengths',
  'leap_year',
  'leap_month',
  'compress',
  'bounds',
  'climatology',
  '_ARRAY_DIMENSIONS',
  'dimensions',
  'dims',
]);
/** Attributes by which people and programs understand values (CF 3.1, 3.5, 4.3). */
const MEANING: ReadonlySet<string> = new Set(['units', 'flag_values', 'flag_masks', 'flag_meanings', 'positive']);
/** Told in packed numbers (CF 8.1). */
const LIMITS: ReadonlySet<string> = new Set(['valid_min', 'valid_max', 'valid_range']);

/** A stored attribute and the one that is asked for; `undefined` where there is none. */
export interface Difference {
  readonly attribute: string;
  readonly stored: unknown;
  readonly asked: unknown;
  /** Whether the variable's numbers are packed. */
  readonly packed: boolean;
}

/** How much of the values' meaning hangs on a difference. A missing description may always come. */
export function weightOf({ attribute, stored, asked, packed }: Difference): Weight {
  if (FIXED.has(attribute) || (packed && LIMITS.has(attribute))) return 'fixed';
  if (attribute === 'units' && (isTimeReference(stored) || isTimeReference(asked))) return 'fixed';
  if (!MEANING.has(attribute) || stored === undefined || isOtherSpelling(attribute, stored, asked))
    return 'description';
  return 'meaning';
}

/** Whether changes of an attribute may wait for somebody who vouches for them. */
export function isMeaning(attribute: string): boolean {
  return MEANING.has(attribute);
}

function isOtherSpelling(attribute: string, stored: unknown, asked: unknown): boolean {
  if (typeof stored !== 'string' || typeof asked !== 'string') return false;
  if (attribute === 'units') return isSameUnit(stored, asked);
  if (attribute === 'flag_meanings') return stored.trim().split(/\s+/).join() === asked.trim().split(/\s+/).join();
  return stored.trim().toLowerCase() === asked.trim().toLowerCase();
}
