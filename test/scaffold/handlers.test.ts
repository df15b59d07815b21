import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ScaffoldPlace } from '../support/scaffolded.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/handlers/', import.meta.url));

let place: ScaffoldPlace;
afterEach(() => place?.remove());

describe('files that a handler is made for get it, and are published', () => {
  it.each([
    ['moorings.nc', 'AnmnHourlyTsHandler', 'moorings'],
    ['profiles.nc', 'BODBAWHandler', 'profiles'],
    ['spectra.nc', 'BODBAWHandler', 'spectra'],
    ['tags.csv', 'AatamsSatelliteTaggingHandler', 'tags'],
  ])('%s: %s', async (file, handler, expected) => {
    place = new ScaffoldPlace();
    const { created, summary, config } = await place.run([place.sample(file, readFileSync(FIXTURES + file))]);
    expect([created.problems, config.handler_class, summary.files.failed]).toEqual([[], handler, 0]);
    const { rows, columns } = JSON.parse(readFileSync(`${FIXTURES}${expected}.expected.json`, 'utf8'));
    expect(summary.rows).toBe(rows);
    for (const name of ['TEMP', 'TEMP_VALS', 'CPHL_a', 'ag', 'DEPTH'].filter((one) => one in columns)) {
      const [[count] = []] = await place.query(created, `SELECT count("${name}") FROM dataset`);
      expect(Number(count), name).toBe(columns[name].filter((value: unknown) => value !== null).length);
    }
  });
});
