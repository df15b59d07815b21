import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIXTURES, loadConfig, prepare, prepareOpened } from './fixture.js';
import { type MemoryVariable, memoryDataset } from './memory-dataset.js';

const folder = mkdtempSync(join(tmpdir(), 'refusals-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Code and reason of the refusal of a fixture by the handler of a config. */
async function refusal(config: string, path: string): Promise<{ code: string; message: string }> {
  return prepare(await loadConfig(config), path).then(
    () => expect.fail('nothing was refused'),
    (error) => error,
  );
}

describe('AnmnHourlyTsHandler refuses', () => {
  it('an observation of an instrument that does not exist', async () => {
    const { code, message } = await refusal('moorings', `${FIXTURES}moorings-bad-index.nc`);
    expect(code).toBe('CO_RAGGED');
    expect(message).toContain("instrument_index of observation 7 is '3', and there are 3 instruments");
  });

  it('a variable over both dimensions', async () => {
    const { code, message } = await refusal('moorings', `${FIXTURES}moorings-both.nc`);
    expect(code).toBe('CO_HANDLER_SOURCE');
    expect(message).toContain("variable 'BOTH' depends on both dimensions");
  });

  it('other dimensions', async () => {
    const { code, message } = await refusal('moorings', `${FIXTURES}profiles.nc`);
    expect(code).toBe('CO_HANDLER_SOURCE');
    expect(message).toContain('not OBSERVATION and INSTRUMENT');
  });

  it('a file without instrument_index', async () => {
    const config = await loadConfig('moorings');
    const dataset = memoryDataset(
      { OBSERVATION: 1, INSTRUMENT: 1 },
      { TEMP: { dimensions: ['OBSERVATION'], values: [1] }, LATITUDE: { dimensions: ['INSTRUMENT'], values: [1] } },
    );
    await expect(prepareOpened(config, dataset)).rejects.toMatchObject({ code: 'CO_HANDLER_SOURCE' });
  });
});

describe('BODBAWHandler refuses', () => {
  const variables: Record<string, MemoryVariable> = {
    row_size: { dimensions: ['profile'], type: 'int32', values: [2] },
    station_index: { dimensions: ['profile'], type: 'int32', values: [1] },
    DEPTH: { dimensions: ['obs'], values: [1, 2] },
    LATITUDE: { dimensions: ['station'], values: [1] },
  };
  const lengths = { profile: 1, obs: 2, station: 1 };

  it.each([0, 2, -1])('a station_index of %d of one station', async (index) => {
    const changed = {
      ...variables,
      station_index: { dimensions: ['profile'], type: 'int32', values: [index] },
    } as const;
    await expect(prepareOpened(await loadConfig('profiles'), memoryDataset(lengths, changed))).rejects.toMatchObject({
      code: 'CO_RAGGED',
      fields: { reason: `station_index is '${index}', and there are 1 stations` },
    });
  });

  it.each(['row_size', 'station_index'])('a file without %s', async (name) => {
    const { [name]: _, ...rest } = variables;
    await expect(prepareOpened(await loadConfig('profiles'), memoryDataset(lengths, rest))).rejects.toMatchObject({
      code: 'CO_VARIABLE_MISSING',
      fields: { variable: name },
    });
  });

  it('observations without a profile', async () => {
    const none = { dimensions: ['profile'], type: 'int32', values: [] } as const;
    const changed = { ...variables, row_size: none, station_index: none };
    const dataset = memoryDataset({ ...lengths, profile: 0 }, changed);
    await expect(prepareOpened(await loadConfig('profiles'), dataset)).rejects.toMatchObject({ code: 'CO_RAGGED' });
  });
});

describe('AatamsSatelliteTaggingHandler refuses', () => {
  it('cells of one row that differ in length', async () => {
    const { code, message } = await refusal('tags', `${FIXTURES}tags-unequal.csv`);
    expect(code).toBe('CO_RAGGED');
    expect(message).toContain("row 1 of 'TEMP_DBAR' has 3 values, others have 2");
  });

  it('P04 an element that is no number', async () => {
    const { code, message } = await refusal('tags', `${FIXTURES}tags-word.csv`);
    expect(code).toBe('CO_COLUMN_CAST');
    expect(message).toContain("'cold'");
  });
});

describe('ArgoHandler refuses', () => {
  it('a file by another name', async () => {
    const path = join(folder, 'ct64-M001-09.nc');
    copyFileSync(`${FIXTURES}ct64-M001-09_prof.nc`, path);
    const { code, message } = await refusal('seals', path);
    expect(code).toBe('CO_HANDLER_SOURCE');
    expect(message).toContain("does not end in '_prof.nc'");
  });

  it('a file without profiles', async () => {
    const path = join(folder, 'no_prof.nc');
    copyFileSync(`${FIXTURES}no-times.nc`, path);
    const { code, message } = await refusal('seals', path);
    expect(code).toBe('CO_HANDLER_SOURCE');
    expect(message).toContain("no dimension 'N_PROF'");
  });
});
