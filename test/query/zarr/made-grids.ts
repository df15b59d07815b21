/**
 * Grids as people have them: regular and curvilinear, tracks; longitudes of either convention; times out of order.
 *
 * @module
 */
import { type MadeCube, type MadeVariable, type Plain, randomFrom } from './made-cube.js';
import type { NaiveRoles } from './naive.js';

/** A cube with what is known of it. */
export interface Made {
  readonly cube: MadeCube;
  readonly roles: NaiveRoles;
  /** Dimensions of the rows that a selection of everything has. */
  readonly dimensions: readonly string[];
  /** Names of the columns then. */
  readonly columns: readonly string[];
}

const DAY = 86_400_000_000_000n;
export const EPOCH_2000 = 946_684_800_000_000_000n;

/** Halves of days since 2000. */
export function timeVariable(days: readonly (number | null)[], dimensions: readonly string[] = ['TIME']): MadeVariable {
  return {
    type: 'float64',
    dimensions,
    stored: days.map((day) => day ?? Number.NaN),
    meant: days.map((day) => (day === null ? null : EPOCH_2000 + (BigInt(day * 2) * DAY) / 2n)),
    attributes: { units: 'days since 2000-01-01 00:00:00', axis: 'T', standard_name: 'time' },
  };
}

export function degrees(
  axis: 'latitude' | 'longitude',
  values: readonly (number | null)[],
  dimensions: readonly string[],
): MadeVariable {
  return {
    type: 'float64',
    dimensions,
    stored: values.map((value) => value ?? Number.NaN),
    meant: [...values],
    attributes: { units: axis === 'latitude' ? 'degrees_north' : 'degrees_east', standard_name: axis },
  };
}

/** Stored in halves above 20; −32768 is missing. */
export function packed(dimensions: readonly string[], count: number, random: () => number): MadeVariable {
  const stored = Array.from({ length: count }, () => (random() < 0.2 ? -32768 : Math.floor(random() * 200) - 100));
  return {
    type: 'int16',
    dimensions,
    stored,
    meant: stored.map((value) => (value === -32768 ? null : value * 0.5 + 20)),
    attributes: { scale_factor: 0.5, add_offset: Float64Array.of(20), units: 'Celsius' },
    fill: -32768,
  };
}

function floats(dimensions: readonly string[], count: number, random: () => number): MadeVariable {
  const stored = Array.from({ length: count }, () => (random() < 0.3 ? Number.NaN : Math.fround(random() * 40)));
  return { type: 'float32', dimensions, stored, meant: stored.map((value) => (Number.isNaN(value) ? null : value)) };
}

function others(cells: readonly string[], lengths: Readonly<Record<string, number>>, random: () => number) {
  const count = (dimensions: readonly string[]) =>
    dimensions.reduce((product, name) => product * (lengths[name] as number), 1);
  const [, ...still] = cells;
  const labels = Array.from({ length: lengths.TIME as number }, (_, at) => `slice ${at % 3}`);
  const flags = Array.from({ length: count(cells) }, () => random() < 0.5);
  const depths = Array.from({ length: count(still) }, () => Math.floor(random() * 5000));
  const counts = Array.from({ length: lengths.TIME as number }, (_, at) => 9_007_199_254_740_993n + BigInt(at));
  const made = <T extends Plain>(type: MadeVariable['type'], dimensions: readonly string[], values: readonly T[]) =>
    ({ type, dimensions, stored: values as never, meant: values }) satisfies MadeVariable;
  return {
    TEMP: packed(cells, count(cells), random),
    SALT: floats(cells, count(cells), random),
    flag: made('bool', cells, flags),
    bottom: made('int32', still, depths),
    filename: made('string', ['TIME'], labels),
    count: made('int64', ['TIME'], counts),
    crs: made('int32', [], [7]),
  };
}

/** Times of a cube: in order, or not, some twice, some missing. */
function days(count: number, kind: 'sorted' | 'unsorted', random: () => number): (number | null)[] {
  if (kind === 'sorted') return Array.from({ length: count }, (_, at) => at / 2);
  return Array.from({ length: count }, () => (random() < 0.1 ? null : Math.floor(random() * count) / 2));
}

export interface Special {
  readonly seed: number;
  readonly times?: 'sorted' | 'unsorted';
  readonly steps?: number;
}

/** Latitudes from north to south, longitudes from `west` on, beyond the antimeridian; each with a missing one if asked. */
export function regularGrid({
  seed,
  times = 'sorted',
  steps = 11,
  west = 150,
  holes = false,
}: Special & { readonly west?: number; readonly holes?: boolean }): Made {
  const random = randomFrom(seed);
  const lengths = { TIME: steps, LATITUDE: 9, LONGITUDE: 14 };
  const dimensions = ['TIME', 'LATITUDE', 'LONGITUDE'];
  const latitudes = Array.from({ length: 9 }, (_, at) => (holes && at === 4 ? null : 80 - at * 20));
  const longitudes = Array.from({ length: 14 }, (_, at) => (holes && at === 5 ? null : turned(west + at * 6.5, west)));
  const variables = {
    TIME: timeVariable(days(steps, times, random)),
    LATITUDE: degrees('latitude', latitudes, ['LATITUDE']),
    LONGITUDE: degrees('longitude', longitudes, ['LONGITUDE']),
    ...others(dimensions, lengths, random),
  };
  return made(lengths, variables, dimensions);
}

/** Counted beyond 180 where the grid begins at 0 or above; else from −180 to 180. */
function turned(degreesEast: number, west: number): number {
  return west >= 0 || degreesEast < 180 ? degreesEast : degreesEast - 360;
}

/** Places of a grid that is turned, across the antimeridian, some of them missing. */
export function curvilinearGrid({ seed, times = 'sorted', steps = 5 }: Special): Made {
  const random = randomFrom(seed);
  const lengths = { TIME: steps, I: 12, J: 10 };
  const places = Array.from({ length: 120 }, (_, at) => {
    const [i, j] = [Math.floor(at / 10), at % 10];
    if (random() < 0.05) return [null, null] as const;
    const east = 170 + i * 1.5 + j * 0.7;
    return [-40 + i * 0.9 - j * 1.1, east > 180 ? east - 360 : east] as const;
  });
  const variables = {
    TIME: timeVariable(days(steps, times, random)),
    LATITUDE: degrees(
      'latitude',
      places.map(([north]) => north),
      ['I', 'J'],
    ),
    LONGITUDE: degrees(
      'longitude',
      places.map(([, east]) => east),
      ['I', 'J'],
    ),
    ...others(['TIME', 'I', 'J'], lengths, random),
  };
  return made(lengths, variables, ['TIME', 'I', 'J']);
}

/** Places and times along one dimension. */
export function track({ seed, steps = 60 }: Special): Made {
  const random = randomFrom(seed);
  const variables = {
    TIME: timeVariable(days(steps, 'unsorted', random), ['obs']),
    LATITUDE: degrees(
      'latitude',
      Array.from({ length: steps }, () => random() * 180 - 90),
      ['obs'],
    ),
    LONGITUDE: degrees(
      'longitude',
      Array.from({ length: steps }, () => random() * 360 - 180),
      ['obs'],
    ),
    TEMP: packed(['obs'], steps, random),
  };
  return made({ obs: steps }, variables, ['obs']);
}

function made(
  lengths: Readonly<Record<string, number>>,
  variables: Readonly<Record<string, MadeVariable>>,
  dimensions: readonly string[],
): Made {
  const roles = { time: 'TIME', latitude: 'LATITUDE', longitude: 'LONGITUDE' };
  return { cube: { lengths, variables }, roles, dimensions, columns: Object.keys(variables) };
}
