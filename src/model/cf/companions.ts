import { attributeText } from '../attributes.js';
import type { RoleCandidate } from './role.js';

const FLAG_ATTRIBUTES = ['flag_values', 'flag_meanings', 'flag_masks', 'quality_control_conventions'];
const COMPANION_NAME =
  /(^|_)(qc|quality_control|quality_flag|qflag|flags?|bnds|bounds|err|error|uncertainty|std|sd)$|^qc_(?!start_date$)/i;
/** What follows the standard name proper, after a space (CF conventions, appendix C). */
const MODIFIED =
  /(^|\s)(status_flag|quality_flag|standard_error|detection_minimum|number_of_observations)$|_quality_flag$/;

/**
 * Whether a variable tells of another one (its quality, error, bounds) instead of being one of its own, by what flags have
 * (CF conventions, section 3.5), the modifier of its standard name (section 3.3) or its name.
 */
export function isCompanion({ name, attributes }: Pick<RoleCandidate, 'name' | 'attributes'>): boolean {
  if (FLAG_ATTRIBUTES.some((attribute) => attributes.has(attribute))) return true;
  if (MODIFIED.test(attributeText(attributes, 'standard_name')?.trim() ?? '')) return true;
  return COMPANION_NAME.test(name);
}
