/**
 * Random selections from a seed.
 *
 * @module
 */
import type { Selection } from '../../../src/contracts/published-dataset.js';
import type { SourceRow } from './source-rows.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const YEAR = 31_556_952_000_000_000n;

/** What a person might ask of these rows: near them, across the antimeridian, in either convention, at their very times and edges. */
export function drawSelection(draw: () => number, rows: readonly SourceRow[]): Selection {
  const kind = draw();
  const some = () => rows[Math.floor(draw() * rows.length)] as SourceRow;
  return {
    ...((kind < 0.35 || kind > 0.8) && { time: drawSpan(draw, some) }),
    ...(kind > 0.3 && kind < 0.75 && { box: drawBox(draw, some) }),
    ...(kind >= 0.7 && { point: drawPoint(draw, some) }),
  };
}

function drawSpan(draw: () => number, some: () => SourceRow) {
  const length = BigInt(Math.floor(draw() ** 3 * Number(3n * YEAR)));
  const start = some().time - (draw() < 0.3 ? 0n : BigInt(Math.floor(draw() * 1e15)));
  return { ...(draw() < 0.85 && { start }), ...(draw() < 0.85 && { end: draw() < 0.2 ? start : start + length }) };
}

function drawBox(draw: () => number, some: () => SourceRow) {
  const { longitude, latitude } = some();
  const west = draw() < 0.3 ? longitude : longitude - draw() * 12;
  const east = west + draw() * 20;
  const turn = (degrees: number) => {
    if (draw() < 0.5) return degrees < 0 ? degrees + 360 : degrees > 360 ? degrees - 360 : degrees;
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
  };
  const south = Math.max(-90, latitude - draw() * 8);
  const place = { west: turn(west), east: turn(east), south, north: Math.min(90, south + draw() * 16) };
  return place.west <= place.east || place.west - place.east < 360 ? place : { ...place, west: -180, east: 180 };
}

function drawPoint(draw: () => number, some: () => SourceRow) {
  if (draw() < 0.3) return { longitude: draw() * 360 - 180, latitude: draw() * 180 - 90 };
  const { longitude, latitude } = some();
  const east = longitude + draw() * 4 - 2;
  return {
    longitude: east > 180 && draw() < 0.5 ? east - 360 : Math.min(360, Math.max(-180, east)),
    latitude: Math.max(-90, Math.min(90, latitude + draw() * 4 - 2)),
  };
}
