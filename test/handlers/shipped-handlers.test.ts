import { describe, expect, it } from 'vitest';
import { expectationOf, FIXTURES, loadConfig, plainColumns, prepare } from './fixture.js';

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
