import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishDataset } from '../../src/app/publish-dataset.js';
import { gridFile } from '../support/grids.js';
import { type ClassicFile, netcdf3File } from '../support/netcdf3-file.js';
import { decided, reasonOf, ScaffoldPlace } from '../support/scaffolded.js';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const DAYS = { units: 'days since 2000-01-01' };

let place: ScaffoldPlace;
beforeEach(() => {
  place = new ScaffoldPlace();
});
afterEach(() => place.remove());

/** A NetCDF-3 file of 4 days, with more variables. */
function series(more: ClassicFile['variables'], special: Partial<ClassicFile> = {}): Uint8Array {
  const time = { type: 'float64', dimensions: ['time'], values: [0, 1, 2, 3], attributes: DAYS } as const;
  return netcdf3File({
    dimensions: { time: 4, ...special.dimensions },
    attributes: special.attributes ?? {},
    variables: { time, ...more },
  });
}

const values = { type: 'float32', dimensions: ['time'], values: [1, 2, 3, 4] } as const;

describe('odd NetCDF files are published with the config that is made of them', () => {
  it('without a time: no partition by time', async () => {
    const north = {
      type: 'float32',
      dimensions: ['x'],
      values: [-10, -5],
      attributes: { units: 'degrees_north' },
    } as const;
    const east = {
      type: 'float32',
      dimensions: ['x'],
      values: [100, 200],
      attributes: { units: 'degrees_east' },
    } as const;
    const file = netcdf3File({ dimensions: { x: 2 }, variables: { north, east } });
    const { created, summary, config } = await place.run([place.sample('places.nc', file)]);
    expect([created.problems, summary.rows]).toEqual([[], 2]);
    expect(reasonOf(created, 'time')).toContain('no variable tells it');
    expect(config.schema_transformation.skip_partitioning_validation).toBe(true);
    // Rows beyond 180° would be left out otherwise.
    expect(config.schema.east.valid_max).toBe(360);
  });

  it('with a position that no attribute tells is none: the report leaves it out', async () => {
    const north = {
      ...values,
      values: [-10, -12, 9.969209968386869e36, -9999],
      attributes: { units: 'degrees_north' },
    };
    const east = { ...values, values: [100, 103, 9.969209968386869e36, -9999], attributes: { units: 'degrees_east' } };
    const created = await place.create([place.sample('track.nc', series({ north, east }))]);
    expect(reasonOf(created, 'cells')).toContain('2° of latitude and 3° of longitude');
    expect(reasonOf(created, 'no-rows')).toBeUndefined();
  });

  it('with no valid position at all: a doubt', async () => {
    const north = { ...values, values: [9e36, 9e36, 9e36, -9999], attributes: { units: 'degrees_north' } };
    const east = { ...values, attributes: { units: 'degrees_east' } };
    const created = await place.create([place.sample('track.nc', series({ north, east }))]);
    const decision = created.decisions.find(({ id }) => id === 'no-rows');
    expect(decision?.reason).toBe(
      "no row of the samples has a time and a position that can be published: 'north' has no valid value",
    );
    expect(decision?.doubt).toBeDefined();
    const table = place.sample('track.csv', 'time,latitude,longitude\n2020-01-01,999,999\n2020-01-02,-99.9,400\n');
    expect(reasonOf(await place.create([table]), 'no-rows')).toContain("'latitude', 'longitude' has no valid value");
  });

  it('without any coordinate: one object for the file', async () => {
    const v = { type: 'float32', dimensions: ['x', 'y'], values: [1, 2, 3, 4, 5, 6] } as const;
    const { created, summary, config } = await place.run([
      place.sample('plain.nc', netcdf3File({ dimensions: { x: 2, y: 3 }, variables: { v } })),
    ]);
    expect([created.problems, summary.rows, config.schema_transformation.partitioning]).toEqual([[], 6, []]);
  });

  it('a dimension of no length: what has it is left out', async () => {
    const file = join(FIXTURES, 'hdf5/unlimited.nc');
    const created = await place.create([file]);
    expect(created.problems).toEqual([]);
  });

  it('groups: their variables by their paths', async () => {
    const created = await place.create([join(FIXTURES, 'hdf5/groups.nc')]);
    expect(created.problems).toEqual([]);
    expect(Object.keys(place.config(created).schema).some((name) => name.includes('/'))).toBe(true);
  });

  it('names that differ in case alone: both are kept, and told', async () => {
    const { created, summary, config } = await place.run([
      place.sample('case.nc', series({ Temp: values, TEMP: values })),
    ]);
    expect([created.problems, summary.rows]).toEqual([[], 4]);
    expect(Object.keys(config.schema)).toEqual(['time', 'Temp', 'TEMP']);
    expect(decided(created, 'case:Temp')).toBe('Temp, TEMP');
  });

  it('attributes longer than a config should hold: left out, and told', async () => {
    const long = { ...values, attributes: { history: 'x'.repeat(200_000), units: 'm' } };
    const file = series({ long }, { attributes: { history: 'y'.repeat(1_000_000), title: 'Short' } });
    const { created, summary, config } = await place.run([place.sample('long.nc', file)]);
    expect([created.problems, summary.rows, config.schema.long]).toEqual([[], 4, { type: 'float', units: 'm' }]);
    expect(decided(created, 'long:long')).toBe('history');
  });

  it('names of ours, spaces and letters of other languages', async () => {
    const file = series({ timestamp: values, polygon: values, filename: values, 'température de l’eau': values });
    const { created, summary, config } = await place.run([place.sample('wörter und zahlen.nc', file)]);
    expect([created.problems, summary.rows, created.name]).toEqual([[], 4, 'worter_und_zahlen']);
    expect(Object.keys(config.schema_transformation.add_variables)).toEqual(['source_filename', 'partition_timestamp']);
    const [row = []] = await place.query(created, 'SELECT sum("timestamp"), sum("température de l’eau") FROM dataset');
    expect(row.map(Number)).toEqual([10, 10]);
  });

  it('times that nobody can read (months): numbers they stay', async () => {
    const months = { ...values, attributes: { units: 'months since 2000-01-01', standard_name: 'time' } };
    const file = netcdf3File({ dimensions: { time: 4 }, variables: { time: months, v: values } });
    const { created, summary } = await place.run([place.sample('months.nc', file)]);
    expect([created.problems, summary.rows]).toEqual([[], 4]);
    expect(reasonOf(created, 'found:time')).toContain('stays a number');
  });

  it('a grid that does not grow is a table', async () => {
    const file = gridFile([1], { without: ['TIME'] });
    await expect(place.create([place.sample('grid.nc', file)], { format: 'zarr' })).rejects.toMatchObject({
      code: 'CO_SCAFFOLD_FORMAT',
    });
  });

  it('a file without variables is refused', async () => {
    const file = netcdf3File({ dimensions: {}, variables: {} });
    await expect(place.create([place.sample('empty.nc', file)])).rejects.toMatchObject({ code: 'CO_SCAFFOLD_NOTHING' });
  });

  it('damaged samples are told, and the others looked at', async () => {
    const files = [
      place.sample('a_1.nc', series({ v: values })),
      place.sample('a_2.nc', 'no NetCDF'),
      place.sample('a_3.nc', ''),
    ];
    const created = await place.create(files);
    expect(created.unreadable.map(({ message }) => message.split(':')[0])).toEqual([
      'CO_FORMAT_MISMATCH',
      'CO_FILE_EMPTY',
    ]);
    await expect(place.create(files.slice(1))).rejects.toMatchObject({ code: 'CO_FORMAT_MISMATCH' });
  });

  it('formats that cannot be one dataset are refused', async () => {
    const files = [place.sample('a.nc', series({ v: values })), place.sample('a.csv', 'a,b\n1,2\n')];
    await expect(place.create(files)).rejects.toMatchObject({ code: 'CO_SCAFFOLD_MIXED' });
  });
});

describe('several samples are one dataset', () => {
  it('types are widened, optional variables found', async () => {
    place.sample('t_1.nc', series({ v: { ...values, type: 'int16' } }));
    place.sample('t_2.nc', series({ v: { ...values, type: 'float64', values: [0.5, 1, 2, 3] }, w: values }));
    const { created, summary, config } = await place.run([join(place.folder, 'in')]);
    expect([created.problems, summary.rows, config.schema.v.type]).toEqual([[], 8, 'double']);
    expect(reasonOf(created, 'type:v')).toBe('samples have int16 and float64; all their values fit into it');
    expect(reasonOf(created, 'optional:w')).toContain('1 of 2 samples have it');
    const [row = []] = await place.query(created, 'SELECT sum(v), count(w) FROM dataset');
    expect(row.map(Number)).toEqual([16.5, 4]);
  });

  it('a cube: variables that only some have, and what each file has once but otherwise', async () => {
    const MASK = {
      type: 'int8',
      dimensions: ['LATITUDE', 'LONGITUDE'],
      values: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
    } as const;
    const COUNT = {
      type: 'int16',
      dimensions: ['TIME', 'LATITUDE', 'LONGITUDE'],
      values: new Array(12).fill(7),
    } as const;
    place.sample('day_20240101.nc', gridFile([1], { more: { MASK } }));
    place.sample(
      'day_20240102.nc',
      gridFile([2], { more: { MASK: { ...MASK, values: MASK.values.map((v) => 1 - v) }, COUNT } }),
    );
    const { created, summary, config } = await place.run([join(place.folder, 'in')]);
    expect([created.problems, created.format, summary.files]).toEqual([
      [],
      'zarr',
      { published: 2, skipped: 0, failed: 0 },
    ]);
    expect(config.schema.MASK.dims).toEqual(['TIME', 'LATITUDE', 'LONGITUDE']);
    const { arrays } = await place.cube(created);
    expect(arrays.MASK?.values.slice(10, 14)).toEqual([1, 0, 0, 1]);
    expect(arrays.COUNT?.values.slice(11, 13)).toEqual([-32767, 7]);
    expect(arrays.TEMP?.type).toBe('int16');
  });

  it('a file that lacks a coordinate gets it from the template', async () => {
    const first = place.sample('day_20240101.nc', gridFile([1]));
    const created = await place.create([first]);
    expect(created.template).toBe(join(place.folder, 'day.nc'));
    place.sample('day_20240102.nc', gridFile([2], { without: ['LATITUDE'] }));
    const summary = await place.publish(created);
    expect(summary.files).toEqual({ published: 2, skipped: 0, failed: 0 });
    expect((await place.cube(created)).arrays.LATITUDE?.values).toEqual([-30, -31, -32]);
  });
});

describe('a folder that was published from before', () => {
  it('gives the same config again: neither template nor dataset is a sample', async () => {
    for (const day of [1, 2]) place.sample(`day_2024010${day}.nc`, gridFile([day]));
    const options = { workingFolder: join(place.folder, 'in') };
    const first = await place.create(['.'], options);
    await publishDataset({ config: first.file, workers: 1, ...options });
    const before = readFileSync(first.file, 'utf8');
    const again = await place.create(['.'], options);
    expect([again.file, readFileSync(again.file, 'utf8')]).toEqual([first.file, before]);
  });
});

describe('GeoTIFF and Zarr', () => {
  it('images: their names tell the time', async () => {
    const files = ['01', '02', '03'].map((day) => join(FIXTURES, `geotiff/sst_202405${day}_v1.tif`));
    const { created, summary, config } = await place.run(files);
    expect([created.problems, created.format, summary.rows]).toEqual([[], 'zarr', 3]);
    expect(config.geotiff.time.format).toBe('%Y%m%d');
    const { arrays } = await place.cube(created);
    expect(arrays.time?.values).toEqual([1714521600, 1714608000, 1714694400]);
    expect(arrays.sst?.shape[0]).toBe(3);
  });

  it('an image whose name tells no time: a placeholder that validation names', async () => {
    const created = await place.create([join(FIXTURES, 'geotiff/bands.tif')]);
    expect(created.problems.map(({ pointer }) => pointer)).toContain('/geotiff/time/file_name');
  });

  it.each([2, 3])('a Zarr store of format %i', async (format) => {
    const store = place.sample(`grid.zarr.zip`, readFileSync(join(FIXTURES, `zarr/xarray-v${format}.zarr.zip`)));
    const created = await place.create([store]);
    expect(created.problems).toEqual([]);
    expect((await place.publish(created)).files.failed).toBe(0);
  });
});
