import { attributeText } from '../attributes.js';
import type { Role, RoleCandidate } from './role.js';
import { ROLE_WORDS } from './role-names.js';

/** What speaks for a variable to have a role. */
export interface Evidence {
  readonly name: string;
  readonly reason: string;
  /** 0 axis, 1 standard name, 2 units, 3 name. */
  readonly way: number;
  readonly isCoordinate: boolean;
  /** Where its name stands in the list of known names; the length of the list where it does not. */
  readonly nameOrder: number;
}

/** What is known of a candidate, in one place. */
interface Features {
  readonly axis: string | undefined;
  readonly standardName: string | undefined;
  readonly units: string | undefined;
  readonly positive: string | undefined;
  /** Without its group and units in brackets, in lower case, words joined by `_`. */
  readonly plainName: string;
  readonly isCoordinate: boolean;
}

/** Why a variable may have a role; `undefined` where nothing speaks for it, or something against it. */
export function evidenceFor(candidate: RoleCandidate, role: Role): Evidence | undefined {
  const features = featuresOf(candidate);
  const { names } = ROLE_WORDS[role];
  const ways = [
    byAxis(features, role),
    byStandardName(features, role),
    byUnits(features, role),
    byName(features, role),
  ];
  const way = ways.findIndex((reason) => reason !== undefined);
  if (way === -1) return undefined;
  const known = names.indexOf(features.plainName);
  return {
    name: candidate.name,
    reason: ways[way] as string,
    way,
    isCoordinate: features.isCoordinate,
    nameOrder: known === -1 ? names.length : known,
  };
}

/** Order of two that may have a role: the better first. */
export function isBetter(one: Evidence, other: Evidence): number {
  return (
    one.way - other.way || Number(other.isCoordinate) - Number(one.isCoordinate) || one.nameOrder - other.nameOrder
  );
}

function featuresOf({ name, dimensions, attributes }: RoleCandidate): Features {
  const text = (attribute: string) => attributeText(attributes, attribute)?.trim() || undefined;
  return {
    axis: text('axis'),
    standardName: text('standard_name'),
    units: text('units'),
    positive: text('positive'),
    plainName: plain(name),
    isCoordinate: dimensions.length === 1 && dimensions[0] === name,
  };
}

function plain(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const bare = last.replace(/[([].*[)\]]/g, '').trim();
  return bare.toLowerCase().replace(/[\s.-]+/g, '_');
}

/** An axis alone does not make degrees: it may be an easting in metres, or the number of a column. */
function byAxis(features: Features, role: Role): string | undefined {
  const { axis, standardName, units } = features;
  const words = ROLE_WORDS[role];
  if (axis?.toUpperCase() !== words.axis || isOtherName(features, role)) return undefined;
  if (units !== undefined && !isPossible(units, role)) return undefined;
  const isPlace = role === 'latitude' || role === 'longitude';
  const isTold = units !== undefined || standardName !== undefined || byName(features, role) !== undefined;
  return isPlace && !isTold ? undefined : `axis "${axis}"`;
}

function byStandardName({ standardName, isCoordinate }: Features, role: Role): string | undefined {
  if (standardName === undefined) return undefined;
  const { standardNames, coordinateStandardNames } = ROLE_WORDS[role];
  const tells = standardNames.has(standardName) || (isCoordinate && coordinateStandardNames.has(standardName));
  return tells ? `standard_name "${standardName}"` : undefined;
}

/** By units, or for the vertical by `positive` (CF conventions, section 4.3). */
function byUnits(features: Features, role: Role): string | undefined {
  const { units, positive, isCoordinate } = features;
  if (isOtherName(features, role)) return undefined;
  if (units !== undefined && ROLE_WORDS[role].tellingUnits(units, isCoordinate)) return `units "${units}"`;
  return role === 'vertical' && positive && /^(up|down)$/i.test(positive) ? `positive "${positive}"` : undefined;
}

function byName(features: Features, role: Role): string | undefined {
  const { plainName, units } = features;
  const { names, pattern } = ROLE_WORDS[role];
  if (isOtherName(features, role) || (units !== undefined && !isPossible(units, role))) return undefined;
  return names.includes(plainName) || pattern.test(plainName) ? 'name' : undefined;
}

function isPossible(units: string, role: Role): boolean {
  const { tellingUnits, possibleUnits } = ROLE_WORDS[role];
  return tellingUnits(units, true) || possibleUnits(units);
}

/** Whether its standard name says that it is something else. */
function isOtherName({ standardName }: Features, role: Role): boolean {
  if (standardName === undefined) return false;
  const { standardNames, coordinateStandardNames } = ROLE_WORDS[role];
  return !standardNames.has(standardName) && !coordinateStandardNames.has(standardName);
}
