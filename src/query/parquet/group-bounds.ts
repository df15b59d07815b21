import type { RowGroup, Statistics } from 'hyparquet';
import type { Box } from '../../contracts/published-dataset.js';
import { mayOverlap } from '../places.js';
import { type Comparable, spanOf, thresholdOf } from '../thresholds.js';
import type { OpenedObject, StoredColumn } from './footer.js';
import type { DatasetQuestion } from './question.js';

/** A bound as hyparquet gives it. */
type MinMaxType = NonNullable<Statistics['min_value']>;

/** The least and the greatest value of a column in a row group. */
export interface Bounds {
  readonly least: Comparable;
  readonly greatest: Comparable;
}

/** What statistics tell: bounds, that no row has a value, or nothing. */
export type ToldBounds = Bounds | 'no values' | undefined;

/** Whether a row of the group may fit, by its statistics. */
export function groupMayFit(object: OpenedObject, group: RowGroup, question: DatasetQuestion): boolean {
  const { selection, roles, fields } = question;
  const time = roles.get('time');
  const { where = [], box } = selection;
  const checks = [
    ...where.map((condition) => ({ name: condition.column, threshold: (type: never) => thresholdOf(condition, type) })),
    ...(selection.time && time !== undefined
      ? [{ name: time, threshold: (type: never) => spanOf(selection.time as object, type) }]
      : []),
  ];
  const fits = checks.every(({ name, threshold }) => {
    const bounds = boundsIn(object, group, name);
    if (bounds === 'no values') return false;
    const type = object.columns.get(name)?.stored?.type;
    // Values are compared in the type that the dataset has for the column.
    if (!bounds || type !== fields.get(name)?.type) return true;
    return threshold(type as never)?.mayFit(bounds.least, bounds.greatest) ?? true;
  });
  return fits && (!box || boxMayFit(groupArea(object, group, roles), box));
}

function boxMayFit(area: Box | 'no values' | undefined, box: Box): boolean {
  return area === undefined || (area !== 'no values' && mayOverlap(area, box));
}

/** Where the rows of a group lie, by its statistics. */
export function groupArea(
  object: OpenedObject,
  group: RowGroup,
  roles: DatasetQuestion['roles'],
): Box | 'no values' | undefined {
  const longitudes = boundsIn(object, group, roles.get('longitude') ?? '');
  const latitudes = boundsIn(object, group, roles.get('latitude') ?? '');
  if (longitudes === 'no values' || latitudes === 'no values') return 'no values';
  if (!longitudes || !latitudes) return undefined;
  const [west, east, south, north] = [longitudes.least, longitudes.greatest, latitudes.least, latitudes.greatest].map(
    Number,
  );
  return { west, east, south, north } as Box;
}

/** What a group tells of a column; nothing where the object does not have it. */
export function boundsIn(object: OpenedObject, group: RowGroup, name: string): ToldBounds {
  const column = object.columns.get(name);
  const meta = column && group.columns[column.chunk]?.meta_data;
  if (!column?.stored || !meta?.statistics) return undefined;
  const { statistics, num_values } = meta;
  if (statistics.null_count !== undefined && statistics.null_count === num_values) return 'no values';
  const [least, greatest] = extremes(statistics, column).map((value) => comparable(value, column));
  return least === undefined || greatest === undefined ? undefined : { least, greatest };
}

/** The older pair compared all values as signed numbers: it is of use for these alone. */
function extremes(statistics: Statistics, { stored }: StoredColumn): (MinMaxType | undefined)[] {
  const { min_value, max_value, min, max } = statistics;
  if (min_value !== undefined && max_value !== undefined) return [min_value, max_value];
  return /^(int|float|timestamp|date)/.test(stored?.type ?? '') ? [min, max] : [undefined, undefined];
}

/** A bound in the column's type; `undefined` for one that cannot be compared. */
function comparable(value: MinMaxType | undefined, { stored, element }: StoredColumn): Comparable | undefined {
  if (!stored || element.type === 'INT96' || element.type === 'FIXED_LEN_BYTE_ARRAY') return undefined;
  if (typeof value === 'boolean') return Number(value);
  // A text that was cut amid a character, or is none.
  if (typeof value === 'string') return stored.type === 'string' && !value.includes('\ufffd') ? value : undefined;
  if (typeof value === 'bigint') return stored.divide === 1n ? value * stored.multiply : undefined;
  if (typeof value !== 'number' || Number.isNaN(value) || stored.multiply !== 1n || stored.divide !== 1n)
    return undefined;
  return value;
}
