import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedConfig } from '../../src/app/create-dataset-config.js';
import { gridFile } from '../support/grids.js';
import type { ClassicFile } from '../support/netcdf3-file.js';
import { reasonOf, ScaffoldPlace } from '../support/scaffolded.js';

let place: ScaffoldPlace;
beforeEach(() => {
  place = new ScaffoldPlace();
});
afterEach(() => place.remove());

const errorsOf = ({ problems }: CreatedConfig) => problems.filter(({ severity }) => severity === 'error');

const DIMENSIONS = ['TIME', 'LATITUDE', 'LONGITUDE'];

/** Temperatures that all are the same stored number. */
function packed(type: 'int16' | 'int32', stored: number, scale: number, units = 'K'): ClassicFile['variables'] {
  const attributes = {
    scale_factor: { type: 'float64', values: [scale] },
    _FillValue: { type, values: [-999] },
    units,
  } as const;
  return { TEMP: { type, dimensions: DIMENSIONS, values: new Array(12).fill(stored), attributes } };
}

function samples(...all: ClassicFile['variables'][]): string {
  for (const [i, more] of all.entries()) place.sample(`day_2024010${i + 1}.nc`, gridFile([i + 1], { more }));
  return join(place.folder, 'in');
}

describe('samples that pack a variable in different ways', () => {
  it('are all held exactly by the cube that is proposed', async () => {
    const folder = samples(packed('int16', 29012, 0.01), packed('int32', 291123, 0.001));
    const { created, summary, config } = await place.run([folder]);
    expect([errorsOf(created), summary.files]).toEqual([[], { published: 2, skipped: 0, failed: 0 }]);
    const doubt = created.decisions.find(({ id }) => id === 'packing:TEMP')?.doubt;
    expect(doubt?.choices.map(({ value }) => value)).toEqual([
      '{"dtype":"float64","_FillValue":"NaN"}',
      '{"dtype":"int32","scale_factor":0.001,"add_offset":0,"_FillValue":-2147483647}',
      'as the first file',
    ]);
    expect(reasonOf(created, 'packing:TEMP')).toContain('int16 in steps of 0.01 and int32 in steps of 0.001');
    expect(config.zarr.variables.TEMP).toEqual({ dtype: 'float64', _FillValue: 'NaN' });
    const { TEMP } = (await place.cube(created)).arrays;
    expect([TEMP?.type, TEMP?.values[0], TEMP?.values.at(-1)]).toEqual(['float64', 29012 * 0.01, 291123 * 0.001]);
  });

  it('are held in the finer packing, where a person takes it', async () => {
    const folder = samples(packed('int16', 29012, 0.01), packed('int32', 291123, 0.001));
    const ask = async ({
      id,
      value,
      doubt,
    }: {
      id: string;
      value: string;
      doubt?: { choices: readonly { value: string }[] } | undefined;
    }) => (id === 'packing:TEMP' ? (doubt?.choices[1]?.value ?? '') : value);
    const { created, summary } = await place.run([folder], { ask });
    expect([errorsOf(created), summary.files.published]).toEqual([[], 2]);
    const { TEMP } = (await place.cube(created)).arrays;
    expect([TEMP?.type, TEMP?.values[0], TEMP?.values.at(-1)]).toEqual(['int32', 290120, 291123]);
  });

  it('of other types alone stay packed, in the wider type', async () => {
    const folder = samples(packed('int16', 1, 0.01), packed('int32', 100_000, 0.01));
    const { created, config } = await place.run([folder]);
    expect(config.zarr.variables.TEMP).toMatchObject({ dtype: 'int32', scale_factor: 0.01 });
    const { TEMP } = (await place.cube(created)).arrays;
    expect([TEMP?.type, TEMP?.values[0], TEMP?.values.at(-1)]).toEqual(['int32', 1, 100_000]);
  });

  it('that agree raise no doubt', async () => {
    const { created, config } = await place.run([samples(packed('int16', 1, 0.01), packed('int16', 2, 0.01))]);
    expect([reasonOf(created, 'packing:TEMP'), config.zarr.variables]).toEqual([undefined, undefined]);
  });
});

describe('samples that have a variable in different units', () => {
  it('raise a doubt', async () => {
    const folder = samples(packed('int16', 1, 0.01, 'K'), packed('int16', 1, 0.01, 'degC'));
    const created = await place.create([folder]);
    const units = created.decisions.find(({ id }) => id === 'units:TEMP');
    expect(units?.doubt?.choices.map(({ value }) => value)).toEqual(['K', 'degC']);
    expect(units?.reason).toContain("samples have it in 'K' and 'degC'");
    expect(place.config(created).schema.TEMP.units).toBe('K');
  });
});
