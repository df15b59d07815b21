import { type Attributes, attributeNumber } from '../attributes.js';
import { findRoles, type RoleCandidate } from '../cf/roles.js';
import type { Limits } from './extent.js';

/** A fill value that no attribute declares is far from the globe. Longitudes may run to 360°. */
const GLOBE = { latitude: { least: -90, most: 90 }, longitude: { least: -180, most: 360 } } as const;

/** What the values of latitudes and longitudes can be, by their names: rows with others are not published. */
export function positionLimits(
  candidates: Iterable<RoleCandidate & { readonly attributes: Attributes }>,
): ReadonlyMap<string, Limits> {
  const listed = [...candidates];
  const all = new Map(listed.map(({ name, attributes }) => [name, attributes]));
  const found = new Map<string, Limits>();
  for (const [role, { variable }] of findRoles(listed)) {
    if (role !== 'latitude' && role !== 'longitude') continue;
    const attributes = all.get(variable) ?? new Map();
    const isPacked = attributes.has('scale_factor') || attributes.has('add_offset');
    const own = (name: string) => (isPacked ? undefined : attributeNumber(attributes, name));
    const { least, most } = GLOBE[role];
    found.set(variable, { least: own('valid_min') ?? least, most: own('valid_max') ?? most });
  }
  return found;
}
