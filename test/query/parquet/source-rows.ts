/**
 * The rows of source files, worked out without anything that publishes or queries, and what a query of them must give.
 *
 * @module
 */
import type { Selection } from '../../../src/contracts/published-dataset.js';

/** One row of a source. */
export interface SourceRow {
  /** Nanoseconds since 1970-01-01. */
  readonly time: bigint;
  readonly longitude: number;
  readonly latitude: number;
  /** Its other values, as texts. */
  readonly rest: string;
}

/** A row as a text: no two of a source are alike unless all their values are. */
export function textOf({ time, longitude, latitude, rest }: SourceRow): string {
  return [time, longitude, latitude, rest].join('|');
}

/** The rows that fit, looked at one by one. */
export function bruteForce(rows: readonly SourceRow[], { time, box, point }: Selection): SourceRow[] {
  const fitting = rows.filter((row) => inTime(row, time) && inBox(row, box));
  if (!point) return fitting;
  const distances = fitting.map((row) => distance(row, point));
  const least = distances.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  // Rounding may tell places apart that are the same: not those that are a micrometre apart.
  return fitting.filter((_, at) => (distances[at] as number) - least < 1e-13);
}

function inTime({ time }: SourceRow, span: Selection['time']): boolean {
  return (span?.start === undefined || time >= span.start) && (span?.end === undefined || time <= span.end);
}

/** From the west edge eastwards, as a globe is turned. */
function inBox({ longitude, latitude }: SourceRow, box: Selection['box']): boolean {
  if (!box) return true;
  if (latitude < box.south || latitude > box.north) return false;
  const east = box.east < box.west ? box.east + 360 : box.east;
  return [-720, -360, 0, 360, 720].some((turn) => within(longitude, turn, box.west, east));
}

/** Sums of degrees may be rounded: edges are compared on the side where nothing is. */
function within(longitude: number, turn: number, west: number, east: number): boolean {
  return longitude >= west - turn && longitude <= east - turn;
}

/** How far two places are apart, along the chord, in radii of the sphere. */
export function distance(
  one: { longitude: number; latitude: number },
  other: { longitude: number; latitude: number },
): number {
  const [a, b] = [vector(one), vector(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function vector({ longitude, latitude }: { longitude: number; latitude: number }): [number, number, number] {
  const [east, north] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}
