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
