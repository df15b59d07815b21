/**
 * Which variable is the time, the latitude, the longitude and the depth or height of a file or a dataset.
 *
 * @module
 */
import { attributeText } from '../attributes.js';
import { isCompanion } from './companions.js';
import type { Role, RoleCandidate } from './role.js';
import { type Evidence, evidenceFor, isBetter } from './role-evidence.js';

export type { Role, RoleCandidate } from './role.js';

/** Which variable has a role, and why. */
export interface RoleFinding {
  readonly variable: string;
  /** `axis "T"`, `standard_name "latitude"`, `units "degrees_north"`, `name`. */
  readonly reason: string;
  /** Others that could have it, best first, also those that less speaks for. */
  readonly others: readonly string[];
}

const ROLES: readonly Role[] = ['time', 'latitude', 'longitude', 'vertical'];

/**
 * Finds the coordinates for time, latitude, longitude and depth or height: by axis, standard name, units, name, in this order.
 * A coordinate variable (named as its one dimension) comes before others that are found in the same way. Flags of quality,
 * errors and bounds never have a role, and what has one of these says nothing else: degrees are not a pressure.
 */
export function findRoles(candidates: Iterable<RoleCandidate>): ReadonlyMap<Role, RoleFinding> {
  const all = [...candidates];
  const bounds = new Set(all.flatMap(boundsOf));
  const eligible = all.filter((candidate) => !bounds.has(candidate.name) && !isCompanion(candidate));
  const found = new Map<Role, RoleFinding>();
  for (const role of ROLES) {
    const [best, ...others] = rank(eligible, role);
    if (best) found.set(role, { variable: best.name, reason: best.reason, others: others.map(({ name }) => name) });
  }
  return found;
}

function rank(candidates: readonly RoleCandidate[], role: Role): Evidence[] {
  return candidates.flatMap((candidate) => evidenceFor(candidate, role) ?? []).sort(isBetter);
}

/** Variables that hold the bounds of the cells of this one (CF conventions, sections 7.1 and 7.4). */
function boundsOf({ attributes }: RoleCandidate): string[] {
  return ['bounds', 'climatology'].flatMap((name) => attributeText(attributes, name) ?? []);
}
