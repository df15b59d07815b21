/**
 * Real gridded files as arrays of plain values, decoded by hand, and the cells of them that a selection asks for.
 *
 * @module
 */
import type { Selection } from '../../../src/contracts/published-dataset.js';
import { openDataset } from '../../../src/engine/open-dataset.js';
import type { Dataset, Variable } from '../../../src/model/dataset.js';
import { createStorageResolver } from '../../../src/storage/index.js';

/** A cell of a grid. */
export interface GridCell {
  readonly t: number;
  readonly y: number;
  readonly x: number;
}

/** Files of a grid, one step each, together. */
export interface SourceGrid {
  readonly lengths: { readonly TIME: number; readonly y: number; readonly x: number };
  /** What the cube calls its dimensions. */
  readonly names: { readonly y: string; readonly x: string };
  readonly times: readonly bigint[];
  readonly latitude: (cell: GridCell) => number;
  readonly longitude: (cell: GridCell) => number;
  readonly variables: Readonly<Record<string, (cell: GridCell) => number | bigint | null>>;
}

/** The radar's files: places are two-dimensional, values are not packed, 999999 is missing. */
export async function readRadar(paths: readonly string[]): Promise<SourceGrid> {
  const files = await Promise.all(paths.map(open));
  const [I, J] = [60, 59];
  const places = await Promise.all(
    ['LATITUDE', 'LONGITUDE', 'GDOP'].map((name) => numbersOf(files[0] as Dataset, name)),
  );
  const [north, east, gdop] = places as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
  const at = ({ y, x }: GridCell) => y * J + x;
  const missing = (value: number | undefined, fill: number) =>
    value === undefined || value === fill || Number.isNaN(value) ? null : value;
  const steps = async (name: string, fill: number) => {
    const arrays = await Promise.all(files.map((file) => numbersOf(file, name)));
    return (cell: GridCell) => missing(arrays[cell.t]?.[at(cell)], fill);
  };
  const times = await timesOf(files, 1950);
  const latitude = (cell: GridCell) => north[at(cell)] as number;
  const longitude = (cell: GridCell) => east[at(cell)] as number;
  const variables = {
    TIME: ({ t }: GridCell) => times[t] as bigint,
    LATITUDE: latitude,
    LONGITUDE: longitude,
    GDOP: (cell: GridCell) => missing(gdop[at(cell)], 999999),
    UCUR: await steps('UCUR', 999999),
    VCUR: await steps('VCUR', 999999),
    UCUR_sd: await steps('UCUR_sd', 999999),
    NOBS2: await steps('NOBS2', -99),
    UCUR_quality_control: await steps('UCUR_quality_control', -99),
  };
  return {
    lengths: { TIME: files.length, y: I, x: J },
    names: { y: 'I', x: 'J' },
    times,
    latitude,
    longitude,
    variables,
  };
}

/** The sea level's files: places are one-dimensional, values are packed. */
export async function readSeaLevel(paths: readonly string[]): Promise<SourceGrid> {
  const files = await Promise.all(paths.map(open));
  const first = files[0] as Dataset;
  const north = await numbersOf(first, 'LATITUDE');
  const east = await numbersOf(first, 'LONGITUDE');
  const steps = async (name: string) => {
    const arrays = await Promise.all(files.map((file) => numbersOf(file, name)));
    const scales = files.map((file) =>
      Number(((file.variables.get(name) as Variable).attributes.get('scale_factor') as ArrayLike<number>)[0]),
    );
    return ({ t, y, x }: GridCell) => {
      const value = arrays[t]?.[y * east.length + x] as number;
      return value === -32766 ? null : value * (scales[t] as number);
    };
  };
  const times = await timesOf(files, 1985);
  const latitude = ({ y }: GridCell) => north[y] as number;
  const longitude = ({ x }: GridCell) => east[x] as number;
  const variables = {
    TIME: ({ t }: GridCell) => times[t] as bigint,
    LATITUDE: latitude,
    LONGITUDE: longitude,
    GSLA: await steps('GSLA'),
    UCUR: await steps('UCUR'),
    VCUR: await steps('VCUR'),
  };
  const lengths = { TIME: files.length, y: north.length, x: east.length };
  return { lengths, names: { y: 'LATITUDE', x: 'LONGITUDE' }, times, latitude, longitude, variables };
}

async function open(path: string): Promise<Dataset> {
  return openDataset(path, createStorageResolver());
}

async function numbersOf(file: Dataset, name: string): Promise<ArrayLike<number>> {
  return (await file.variables.get(name)?.read()) as ArrayLike<number>;
}

/** Days since 1 January of a year as nanoseconds since 1970, each the nearest to the number's exact value. */
async function timesOf(files: readonly Dataset[], year: number): Promise<bigint[]> {
  const epoch = BigInt(Date.UTC(year, 0, 1)) * 1_000_000n;
  const days = await Promise.all(files.map(async (file) => Number((await numbersOf(file, 'TIME'))[0])));
  return days.map((day) => {
    const scaled = BigInt(day * 2 ** 36) * 86_400_000_000_000n;
    return epoch + (scaled + 2n ** 35n) / 2n ** 36n;
  });
}

/** The cells that fit, time first and the last dimension fastest. */
export function cellsOf(grid: SourceGrid, { time, box, point }: Selection): GridCell[] {
  const { lengths, times } = grid;
  const nearest = point && nearestOf(grid, point, box);
  const found: GridCell[] = [];
  for (let t = 0; t < lengths.TIME; t++) {
    const now = times[t] as bigint;
    if (time && ((time.start !== undefined && now < time.start) || (time.end !== undefined && now > time.end)))
      continue;
    for (let y = 0; y < lengths.y; y++) {
      for (let x = 0; x < lengths.x; x++) {
        if (nearest && (nearest.y !== y || nearest.x !== x)) continue;
        const cell = { t, y, x };
        if (box && !isInside(grid, cell, box)) continue;
        found.push(cell);
      }
    }
  }
  return found;
}

function isInside({ latitude, longitude }: SourceGrid, cell: GridCell, box: NonNullable<Selection['box']>): boolean {
  const north = latitude(cell);
  if (!(north >= box.south && north <= box.north)) return false;
  const degrees = longitude(cell);
  const east = box.west <= box.east ? box.east : box.east + 360;
  return [0, 360, -360].some((turn) => degrees + turn >= box.west && degrees + turn <= east);
}

/** The nearest of the cells in the box, by the chord between points on the unit sphere. */
function nearestOf(grid: SourceGrid, point: NonNullable<Selection['point']>, box: Selection['box']): GridCell {
  const { lengths, latitude, longitude } = grid;
  const vector = (east: number, north: number) => {
    const [a, b] = [(east * Math.PI) / 180, (north * Math.PI) / 180];
    return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)] as const;
  };
  const to = vector(point.longitude, point.latitude);
  let best = { t: 0, y: -1, x: -1 };
  let least = Number.POSITIVE_INFINITY;
  for (let y = 0; y < lengths.y; y++) {
    for (let x = 0; x < lengths.x; x++) {
      if (box && !isInside(grid, { t: 0, y, x }, box)) continue;
      const at = vector(longitude({ t: 0, y, x }), latitude({ t: 0, y, x }));
      const distance = Math.hypot(at[0] - to[0], at[1] - to[1], at[2] - to[2]);
      if (distance < least) [least, best] = [distance, { t: 0, y, x }];
    }
  }
  return best;
}
