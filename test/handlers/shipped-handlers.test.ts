import { describe, expect, it } from 'vitest';
import { expectationOf, FIXTURES, loadConfig, plainColumns, prepare, prepareOpened } from './fixture.js';
import { memoryDataset } from './memory-dataset.js';

/** Config, file, and the name of what must come of it. */
const CASES: readonly (readonly [config: string, file: string, expected: string])[] = [
  ['moorings', 'moorings.nc', 'moorings'],
  ['profiles', 'profiles.nc', 'profiles'],
  ['profiles', 'profiles-negative.nc', 'profiles-negative'],
  ['profiles', 'profiles-too-many.nc', 'profiles-too-many'],
  ['profiles', 'profiles-too-few.nc', 'profiles-too-few'],
  ['spectra', 'spectra.nc', 'spectra'],
  ['tags', 'tags.csv', 'tags'],
  ['seals', 'ct64-M001-09_prof.nc', 'seals'],
];

describe.each(CASES)('%s: %s', (config, file, expected) => {
  it('gives the rows that Python tells', async () => {
    const wanted = expectationOf(expected);
    const { table, dropped, warnings } = await prepare(await loadConfig(config), FIXTURES + file);
    expect(dropped).toEqual(wanted.dropped);
    expect(plainColumns(table)).toEqual(wanted.columns);
    expect([...table.columns.keys()]).toEqual(Object.keys(wanted.columns));
    expect(table.rows).toBe(wanted.rows);
    for (const text of wanted.warnings) expect(warnings.join('\n')).toContain(text);
    expect(warnings.length).toBe(wanted.warnings.length);
  });
});

describe('BODBAWHandler with spectral_flatten', () => {
  it('leaves rows as they are in a file that has wavelengths, but no spectra', async () => {
    const dataset = memoryDataset(
      { profile: 1, obs: 2, station: 1, wavelength: 3 },
      {
        row_size: { dimensions: ['profile'], type: 'int32', values: [2] },
        station_index: { dimensions: ['profile'], type: 'int32', values: [1] },
        TIME: { dimensions: ['profile'], values: [18262], attributes: { units: 'days since 1970-01-01' } },
        LATITUDE: { dimensions: ['station'], values: [-42] },
        LONGITUDE: { dimensions: ['station'], values: [148] },
        DEPTH: { dimensions: ['obs'], values: [1, 2] },
        wavelength: { dimensions: ['wavelength'], values: [412, 443, 555] },
      },
    );
    const { table } = await prepareOpened(await loadConfig('spectra'), dataset);
    expect(plainColumns(table)).toMatchObject({ DEPTH: [1, 2], LATITUDE: [-42, -42], wavelength: [null, null] });
  });

  it('leaves spectra out where the config does not ask for them, and tells it', async () => {
    const { table, warnings } = await prepare(await loadConfig('profiles'), `${FIXTURES}spectra.nc`);
    expect(table.rows).toBe(12);
    expect(warnings).toEqual(['left out, because they vary along more than observations: wavelength, ag']);
  });
});
