/**
 * Tracks around the globe as CSV files, and their configs.
 *
 * @module
 */
import { tracksConfig, writeAt } from '../../support/tracks.js';
import { drawFrom } from './drawn.js';
import type { SourceRow } from './source-rows.js';

/** How a dataset of tracks is cut up. */
export interface TrackLayout {
  readonly name: string;
  readonly period: 'Y' | 'Q' | 'M';
  readonly resolution: number;
  readonly cell: 'aodn' | 'grid';
  /** Whether longitudes are counted from 0 to 360. */
  readonly eastwards?: boolean;
  /** Whether cells are the outer folders. */
  readonly cellsFirst?: boolean;
}

/** The config of a layout. */
export function configOf({
  name,
  period,
  resolution,
  cell,
  eastwards,
  cellsFirst,
}: TrackLayout): Record<string, unknown> {
  const config = JSON.parse(JSON.stringify(tracksConfig({ dataset_name: name })));
  config.schema.id = { type: 'int64', units: '1' };
  if (eastwards) Object.assign(config.schema.longitude, { valid_min: 0, valid_max: 360 });
  const [time, space] = config.schema_transformation.partitioning;
  time.time_extent.partition_period = period;
  Object.assign(space.spatial_extent, { spatial_resolution: resolution, cell });
  config.schema_transformation.partitioning = cellsFirst ? [space, time] : [time, space];
  return config;
}

const SECOND = 1_000_000_000n;
const STARTS = [Date.UTC(2001, 0), Date.UTC(2002, 3), Date.UTC(2003, 6), Date.UTC(2003, 7)].map(
  (ms) => BigInt(ms) * 1_000_000n,
);

/** Writes files of random walks into `folder`; gives their rows. Some times are the very start of a period, some just before. */
export function writeTracks(
  folder: string,
  { eastwards }: TrackLayout,
  { files = 12, rows = 60, seed = 7 } = {},
): SourceRow[] {
  const draw = drawFrom(seed);
  const all: SourceRow[] = [];
  for (let file = 0; file < files; file++) {
    const track = walk(draw, rows, eastwards ?? false, file * rows);
    all.push(...track);
    const lines = track.map(({ time, longitude, latitude, rest }) => {
      const [value = '', id = ''] = rest.split('|');
      return [textOfTime(time), latitude, longitude, value, id].join(',');
    });
    writeAt(folder, `track-${file}.csv`, ['time,latitude,longitude,value,id', ...lines, ''].join('\n'));
  }
  return all;
}

function walk(draw: () => number, rows: number, eastwards: boolean, first: number): SourceRow[] {
  let time = BigInt(Date.UTC(2000, Math.floor(draw() * 48))) * 1_000_000n;
  let [east, north] = [draw() < 0.3 ? 178 : draw() * 360 - 180, draw() * 150 - 75];
  return Array.from({ length: rows }, (_, row) => {
    time += BigInt(Math.floor(draw() * 20 * 86_400)) * SECOND;
    if (draw() < 0.05) time = (STARTS[Math.floor(draw() * STARTS.length)] as bigint) - (draw() < 0.5 ? 0n : 1n);
    north = Math.max(-89, Math.min(89, north + draw() * 4 - 2));
    east += draw() * 6 - 3;
    const turned = eastwards ? ((east % 360) + 360) % 360 : ((((east + 180) % 360) + 360) % 360) - 180;
    const id = 9_007_199_254_740_993n + BigInt(first + row);
    const [longitude, latitude] = [Number(turned.toFixed(4)), Number(north.toFixed(4))];
    return { time, longitude, latitude, rest: `${Number((draw() * 30).toFixed(3))}|${id}` };
  });
}

function textOfTime(time: bigint): string {
  const second = new Date(Number(time / 1_000_000n - (time % SECOND) / 1_000_000n)).toISOString().slice(0, 19);
  return `${second}.${String(time % SECOND).padStart(9, '0')}`;
}
