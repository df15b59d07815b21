/**
 * Which columns tell time and place of a row.
 *
 * @module
 */
import type { Role } from '../../model/cf/roles.js';
import { isNumeric } from '../../model/data-type.js';
import type { Decisions } from '../decisions.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';

/** What a table is partitioned by; absent where nothing fit. */
export interface Places {
  readonly time?: SampledVariable | undefined;
  readonly latitude?: SampledVariable | undefined;
  readonly longitude?: SampledVariable | undefined;
}

/** The columns for time and place among those that rows have. A doubt is noted where another one comes close. */
export function placesOf(samples: Samples, columns: readonly SampledVariable[], decisions: Decisions): Places {
  const pick = (role: Role, isUsable: (variable: SampledVariable) => boolean) =>
    pickRole(role, { samples, columns: columns.filter(isUsable), decisions });
  const time = pick('time', ({ type }) => type.startsWith('timestamp') || type.startsWith('date'));
  const latitude = pick('latitude', ({ type }) => isNumeric(type));
  const longitude = pick('longitude', ({ type }) => isNumeric(type));
  const isPlaced = latitude && longitude;
  return { time, ...(isPlaced && { latitude, longitude }) };
}

interface Picking {
  readonly samples: Samples;
  readonly columns: readonly SampledVariable[];
  readonly decisions: Decisions;
}

const POINTERS: Readonly<Record<Role, string>> = {
  time: '/schema_transformation/partitioning/0/time_extent/time_varname',
  latitude: '/schema_transformation/partitioning/1/spatial_extent/lat_varname',
  longitude: '/schema_transformation/partitioning/1/spatial_extent/lon_varname',
  vertical: '/schema',
};

function pickRole(role: Role, { samples, columns, decisions }: Picking): SampledVariable | undefined {
  const finding = samples.roles.get(role);
  const usable = new Map(columns.map((variable) => [variable.name, variable]));
  const names = finding ? [finding.variable, ...finding.others] : [];
  const candidates = names.filter((name) => usable.has(name));
  const [best] = candidates;
  if (best === undefined) {
    const why = finding
      ? `'${finding.variable}' (by ${finding.reason}) cannot be read as such`
      : 'no variable tells it';
    decisions.note(role, '', 'none', `${why}: rows are not partitioned by it`);
    return undefined;
  }
  const reason = best === finding?.variable ? `by ${finding.reason}` : 'the best of those that can be read as such';
  const question = `Which variable is the ${role}?`;
  const choices = candidates.map((value) => ({ value, label: tell(usable.get(value)) }));
  return usable.get(decisions.choose({ id: role, pointer: POINTERS[role], question, choices, reason }));
}

function tell(variable: SampledVariable | undefined): string {
  if (!variable) return '';
  const dimensions = variable.dimensions.length > 0 ? ` (${variable.dimensions.join(', ')})` : '';
  return `${variable.name}: ${variable.type}${dimensions}`;
}

const FIRST = BigInt(Date.UTC(1900, 0)) * 1_000_000n;
const endOfTimes = () => BigInt(Date.UTC(new Date().getUTCFullYear() + 2, 0)) * 1_000_000n;

/** Doubts that anything can be published where no sample has a value of what places its rows that would be. */
export function notePlaceless({ time, latitude, longitude }: Places, decisions: Decisions): void {
  const hasTime = !time || (time.extent && isWithin(time.extent.least, time.extent.greatest));
  const lacking = [latitude, longitude].filter((place) => place && !place.extent);
  const names = [...(hasTime ? [] : [time]), ...lacking].map((place) => `'${place?.name}'`).join(', ');
  if (names === '') return;
  const reason = `no row of the samples has a time and a position that can be published: ${names} has no valid value`;
  decisions.warn('no-rows', '/schema_transformation/partitioning', 'none', reason);
}

function isWithin(least: number | bigint, greatest: number | bigint): boolean {
  return BigInt(greatest) >= FIRST && BigInt(least) < endOfTimes();
}

/** Tells of times that are not published: before 1900, after the end of next year, or none. */
export function noteTimes({ name, extent }: SampledVariable, decisions: Decisions): void {
  const last = endOfTimes();
  const refused = 'rows with a time before 1900 or after the end of next year are not published';
  if (!extent) decisions.note('times', '/schema', name, `no sample has a time that can be held; ${refused}`);
  else if (BigInt(extent.least) < FIRST || BigInt(extent.greatest) >= last)
    decisions.note('times', '/schema', name, `from ${dateOf(extent.least)} to ${dateOf(extent.greatest)}; ${refused}`);
  else if (extent.missing > 0)
    decisions.note(
      'times',
      '/schema',
      name,
      `${extent.missing} places of the samples have none that can be held; rows without a time are not published`,
    );
}

function dateOf(nanoseconds: number | bigint): string {
  return new Date(Number(BigInt(nanoseconds) / 1_000_000n)).toISOString().slice(0, 10);
}
