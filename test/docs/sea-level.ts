/** What the guide on gridded files makes, for the guides that use it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { netcdf3File } from '../support/netcdf3-file.js';
import { blocksOf } from './markdown.js';
import type { LineRun, Stage } from './stage.js';

const GUIDE = 'docs/guides/publish-gridded-files.md';

/** A day of sea level around the antimeridian: the cell's place in hundredths, the first one missing. */
function dayOf(day: number): Uint8Array {
  const latitude = Array.from({ length: 8 }, (_, at) => -45 + at);
  const longitude = Array.from({ length: 12 }, (_, at) => 174 + at);
  const grid = ['TIME', 'LATITUDE', 'LONGITUDE'];
  return netcdf3File({
    dimensions: { TIME: 1, LATITUDE: 8, LONGITUDE: 12 },
    attributes: { title: 'one day' },
    variables: {
      TIME: { type: 'float64', dimensions: ['TIME'], values: [day], attributes: { units: 'days since 2024-01-01' } },
      LATITUDE: { type: 'float64', dimensions: ['LATITUDE'], values: latitude, attributes: { units: 'degrees_north' } },
      LONGITUDE: {
        type: 'float64',
        dimensions: ['LONGITUDE'],
        values: longitude,
        attributes: { units: 'degrees_east' },
      },
      GSLA: {
        type: 'float32',
        dimensions: grid,
        values: Array.from({ length: 96 }, (_, cell) => (cell === 0 ? -1e9 : day + cell / 128)),
        attributes: { _FillValue: { type: 'float32', values: [-1e9] }, units: 'm' },
      },
    },
  });
}

/** Publishes what the guide on gridded files publishes, with its config and its command, from files of three days. */
export async function publishSeaLevel(stage: Stage): Promise<LineRun> {
  mkdirSync(join(stage.folder, 'files'));
  for (const day of [0, 1, 2]) writeFileSync(join(stage.folder, `files/day${day}.nc`), dayOf(day));
  const ofLanguage = (wanted: string) =>
    blocksOf(GUIDE)
      .find(({ language }) => language === wanted)
      ?.text.trim();
  writeFileSync(join(stage.folder, 'sea_level.json'), ofLanguage('json') ?? '');
  return await stage.run(`npx ${ofLanguage('sh')} --workers 1`);
}
