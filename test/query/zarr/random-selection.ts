import type { Selection } from '../../../src/contracts/published-dataset.js';
import { EPOCH_2000 } from './made-grids.js';

const HALF_DAY = 43_200_000_000_000n;

/** What a person might ask. Edges fall on cells, and between them. */
export function randomSelection(random: () => number, steps: number): Selection {
  return {
    ...(random() < 0.6 ? { time: randomSpan(random, steps) } : {}),
    ...(random() < 0.7 ? { box: randomBox(random) } : {}),
    ...(random() < 0.25 ? { point: { longitude: random() * 360 - 180, latitude: random() * 180 - 90 } } : {}),
  };
}

function randomSpan(random: () => number, steps: number) {
  const moment = () =>
    EPOCH_2000 + BigInt(Math.floor(random() * (steps + 4)) - 2) * HALF_DAY + (random() < 0.5 ? 1n : 0n);
  const [one, other] = [moment(), moment()];
  const [start, end] = one < other ? [one, other] : [other, one];
  return { ...(random() < 0.8 ? { start } : {}), ...(random() < 0.8 ? { end } : {}) };
}

function randomBox(random: () => number) {
  const [one, other] = [Math.floor(random() * 37) * 5 - 90, Math.floor(random() * 37) * 5 - 90];
  const west = random() < 0.3 ? 150 + Math.floor(random() * 12) * 6.5 : random() * 360 - 180;
  const width = random() < 0.2 ? 360 * random() : 60 * random();
  const east = west + width > 180 ? west + width - 360 : west + width;
  return { west: west > 180 ? west - 360 : west, south: Math.min(one, other), east, north: Math.max(one, other) };
}
