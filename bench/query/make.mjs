/**
 * Publishes 250 made-up sources of 4,000 rows as 2,000 objects: of each source one for each of eight years, in one cell each.
 *
 * @module
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishDataset } from '../../dist/src/index.js';

const SOURCES = 250;
const YEARS = 8;
const ROWS = 500;

/** @returns {Promise<string>} where the dataset lies */
export async function makeDataset(folder) {
  const input = join(folder, 'in');
  mkdirSync(input, { recursive: true });
  const draw = numbers(5);
  for (let source = 0; source < SOURCES; source++)
    writeFileSync(join(input, `track-${source}.csv`), track(source, draw));
  const config = fileURLToPath(new URL('config.json', import.meta.url));
  const { objects, rows } = await publishDataset({ config, input: [input], output: join(folder, 'out'), workers: 2 });
  rmSync(input, { recursive: true });
  console.log(`${rows.toLocaleString('en')} rows${objects ? ` in ${objects} objects` : ''}`);
  return join(folder, 'out', 'bench_query.parquet');
}

function track(source, draw) {
  const lines = ['time,latitude,longitude,depth,temperature,salinity,quality,station'];
  for (let year = 0; year < YEARS; year++) {
    const [west, south] = [Math.floor(draw() * 30) * 10 - 149, Math.floor(draw() * 12) * 10 - 59];
    for (let row = 0; row < ROWS; row++) {
      const time = new Date(Date.UTC(2010 + year, 0) + Math.floor((row + draw()) * (365 / ROWS) * 86_400) * 1000);
      const [latitude, longitude] = [fixed(south + draw() * 7.9, 4), fixed(west + draw() * 7.9, 4)];
      const values = [fixed(draw() * 2000, 1), fixed(draw() * 30, 3), fixed(33 + draw() * 4, 3), row % 4];
      lines.push([time.toISOString().slice(0, 19), latitude, longitude, ...values, `S${source}`].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

function fixed(number, digits) {
  return Number(number.toFixed(digits));
}

/** The same numbers from 0 to 1 each time (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
