/**
 * Which folders a query must look into, and which it may, by what the rows are and how the config cuts them up.
 *
 * @module
 */
import type { Selection } from '../../../src/contracts/published-dataset.js';
import type { TrackLayout } from './made-tracks.js';
import { distance, type SourceRow } from './source-rows.js';

/** The part of space and time that a folder stands for. */
export interface Piece {
  readonly start: bigint;
  readonly end: bigint;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

type Cut = Pick<TrackLayout, 'period' | 'resolution' | 'cell'>;

/** The piece that holds a row. Its edges: the one towards zero, by AODN's rule, or the lower one belongs to it. */
export function pieceOf({ time, longitude, latitude }: SourceRow, { period, resolution, cell }: Cut): Piece {
  const date = new Date(Number(time / 1_000_000n));
  const months = { Y: 12, Q: 3, M: 1 }[period];
  const month = Math.floor(date.getUTCMonth() / months) * months;
  const [start, end] = [month, month + months].map(
    (each) => BigInt(Date.UTC(date.getUTCFullYear(), each)) * 1_000_000n,
  );
  const edges = (degrees: number): [number, number] => {
    const index = cell === 'grid' ? Math.floor(degrees / resolution) : Math.trunc(degrees / resolution);
    if (cell === 'grid' || index > 0) return [index * resolution, (index + 1) * resolution];
    return index < 0 ? [(index - 1) * resolution, index * resolution] : [-resolution, resolution];
  };
  const [[west, east], [south, north]] = [edges(longitude), edges(latitude)];
  return { start: start as bigint, end: end as bigint, west, east, south, north };
}

/** Whether a row of the piece could fit. @param least distance of what was found, where a point was asked for */
export function mayHold(piece: Piece, { time, box, point }: Selection, least: number): boolean {
  if (time?.start !== undefined && piece.end <= time.start) return false;
  if (time?.end !== undefined && piece.start > time.end) return false;
  if (box && !overlaps(piece, box)) return false;
  return !point || leastDistance(piece, point) <= least;
}

function overlaps(piece: Piece, box: NonNullable<Selection['box']>): boolean {
  if (piece.south > box.north || piece.north < box.south) return false;
  const east = box.east < box.west ? box.east + 360 : box.east;
  return [-720, -360, 0, 360, 720].some((turn) => piece.west <= east + turn && piece.east >= box.west + turn);
}

/** Over many places along the edges; none where the point lies within. A little less, for the nearest place lies between two of them. */
function leastDistance(piece: Piece, point: { longitude: number; latitude: number }): number {
  const inside = [-360, 0, 360].some(
    (turn) => point.longitude + turn >= piece.west && point.longitude + turn <= piece.east,
  );
  if (inside && point.latitude >= piece.south && point.latitude <= piece.north) return 0;
  const steps = Array.from({ length: 101 }, (_, step) => step / 100);
  const [north, south] = [Math.min(90, piece.north), Math.max(-90, piece.south)];
  const places = steps.flatMap((part) => {
    const [longitude, latitude] = [piece.west + part * (piece.east - piece.west), south + part * (north - south)];
    return [
      { longitude, latitude: south },
      { longitude, latitude: north },
      { longitude: piece.west, latitude },
      { longitude: piece.east, latitude },
    ];
  });
  return Math.min(...places.map((place) => distance(place, point))) - 0.002;
}
