/**
 * Where and when a dataset's data lie, as far as it is told.
 *
 * @module
 */
import { isObject, type Json, type JsonObject } from '../../config/json.js';
import type { CatalogueBox, CataloguePeriod, CatalogueRecord } from '../geonetwork/index.js';

/** Boxes in degrees and periods as ISO 8601 moments in UTC; both may be none. */
export interface DatasetExtent {
  readonly boxes: readonly CatalogueBox[];
  readonly periods: readonly CataloguePeriod[];
}

/** The extents of a record. */
export function extentOfRecord({ boxes, periods }: CatalogueRecord): DatasetExtent {
  return {
    boxes,
    periods: periods.map(({ start, end }) => ({ start: start && toMoment(start), end: end && toMoment(end, true) })),
  };
}

/** The extents that a config sets as global attributes, by the Attribute Convention for Data Discovery 1-3. */
export function extentOfConfig(document: JsonObject): DatasetExtent {
  const { schema_transformation: transformation } = document;
  const { global_attributes: attributes } = isObject(transformation) ? transformation : {};
  const { set } = isObject(attributes) ? attributes : {};
  const told = (name: string): Json | undefined => (isObject(set) ? set[name] : undefined);
  const bounds = ['lon_min', 'lat_min', 'lon_max', 'lat_max'].map((name) => numberOf(told(`geospatial_${name}`)));
  const [west, south, east, north] = bounds as [number, number, number, number];
  const start = momentOf(told('time_coverage_start'));
  const end = momentOf(told('time_coverage_end'), true);
  return {
    boxes: bounds.some(Number.isNaN) ? [] : [[west, south, east, north]],
    periods: start === undefined && end === undefined ? [] : [{ start, end }],
  };
}

/** Of several tellers, the first that tells of places, and the first that tells of times. */
export function firstExtent(extents: readonly DatasetExtent[]): DatasetExtent {
  return {
    boxes: extents.find(({ boxes }) => boxes.length > 0)?.boxes ?? [],
    periods: extents.find(({ periods }) => periods.length > 0)?.periods ?? [],
  };
}

/** A moment of RFC 3339 of one of ISO 8601: a date begins or ends its day, and what names no zone is in UTC. */
export function toMoment(text: string, isEnd = false): string | undefined {
  const [, date, time, zone = 'Z'] =
    /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ]([\d:.]+))?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  if (time === undefined) return ofDate(date, isEnd);
  const full = `${date}T${time.length === 5 ? `${time}:00` : time}${zone}`;
  const moment = new Date(full);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().replace('.000Z', 'Z');
}

/** First second of a year, month or day, or its last one. */
function ofDate(date: string, isEnd: boolean): string | undefined {
  const [year = 0, month, day] = date.split('-').map(Number);
  const [months, days] = [month ?? 1, day ?? 1];
  const start = Date.UTC(year, months - 1, days);
  const next = Date.UTC(
    year + (month === undefined ? 1 : 0),
    months - 1 + (month !== undefined && day === undefined ? 1 : 0),
    days + (day === undefined ? 0 : 1),
  );
  const moment = new Date(isEnd ? next - 1000 : start);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().replace('.000Z', 'Z');
}

function momentOf(value: Json | undefined, isEnd = false): string | undefined {
  return typeof value === 'string' ? toMoment(value, isEnd) : undefined;
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
}
