/** Cubes with plugins, on S3, from GeoTIFF, and over files that end their worker. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { failuresOf, fixture, Gridplace, gridFile, seeStore, stepsOf, storedRow } from '../support/grids.js';
import { startS3Server } from '../support/s3-server/server.mjs';

let place: Gridplace;
const at = (change: object = {}) => {
  place = new Gridplace(change);
  return place;
};
afterEach(() => place.remove());

const nc = (days: number[], special = {}) => gridFile(days, special);

describe('a plugin', () => {
  it('adds a variable in a subclass of GenericZarrHandler', async () => {
    at({ handler_class: 'DoublingHandler' });
    const plugin = join(place.folder, 'doubling.mjs');
    writeFileSync(plugin, DOUBLING);
    place.source('a.nc', nc([1]));
    place.source('b.nc', nc([2]));
    const { status, summary } = await place.publish(['--plugin', plugin, '--workers', '2']);
    expect([status, summary.failures]).toEqual([0, []]);
    const { DAY, TEMP } = (await place.see()).arrays;
    expect(DAY?.values).toEqual([2, 4]);
    expect(DAY?.attributes.long_name).toBe('twice the day');
    expect(TEMP?.values).toEqual([1, 2].flatMap((day) => storedRow(day)));
  });
});

const DOUBLING = `
import { memoryVariable, withMore } from 'cloud-optimised/handler';
import { GenericZarrHandler } from 'cloud-optimised/handlers';

export class DoublingHandler extends GenericZarrHandler {
  async preprocess(opened, context) {
    const dataset = await super.preprocess(opened, context);
    const days = await dataset.variables.get('TIME').read();
    const attributes = new Map([['long_name', 'twice the day']]);
    const outline = { name: 'DAY', type: 'float64', dimensions: ['TIME'], shape: [days.length], attributes };
    return withMore(dataset, memoryVariable(outline, days.map((day) => 2 * day)));
  }
}
`;

describe('sources and cube on S3', () => {
  it('are read and written there, and leave no copies here', async () => {
    at();
    const server = await startS3Server({ buckets: ['in', 'out'] });
    const temporary = join(place.folder, 'tmp');
    mkdirSync(temporary);
    const env = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_REGION: 'us-east-1',
      TMPDIR: temporary,
      // Newer versions of Node keep compiled modules in the folder of temporary files.
      NODE_DISABLE_COMPILE_CACHE: '1',
    };
    try {
      server.put('in', 'grids/b.nc', fixture('day-002.nc'));
      server.put('in', 'grids/d.nc', fixture('day-004.nc'));
      server.put('in', 'grids/c.nc', nc([3]));
      const places = ['--input', 's3://in/grids/', '--output', 's3://out/data', '--workers', '2'];
      const { status, summary } = await place.publish(places, { env });
      expect([status, summary.failures]).toEqual([0, []]);
      const get = async (key: string) => server.get('out', `data/grids.zarr${key}`);
      expect(stepsOf(await seeStore(get))).toEqual(['2: b.nc 201', '3: c.nc 301', '4: d.nc 401']);
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

describe('a worker that dies', () => {
  it.each(['preprocess', 'read'])('over one file, in %s, costs that file alone', async (step) => {
    at({ handler_class: 'DyingHandler' });
    const plugin = join(place.folder, 'dying.mjs');
    writeFileSync(plugin, DYING.replace('STEP', step));
    for (const name of ['a', 'b', 'c', 'd']) place.source(`${name}.nc`, nc([name.charCodeAt(0)]));
    const { status, summary } = await place.publish(['--plugin', plugin, '--workers', '2']);
    expect([status, failuresOf(summary)]).toEqual([1, ['c.nc: CO_WORKER_DIED']]);
    expect((await place.see()).arrays.filename?.values).toEqual(['a.nc', 'b.nc', 'd.nc']);
  });
});

const DYING = `
import { withMore } from 'cloud-optimised/handler';
import { GenericZarrHandler } from 'cloud-optimised/handlers';

const die = (step, { source }) => {
  if (step === 'STEP' && source.name === 'c.nc') process.exit(3);
};

export class DyingHandler extends GenericZarrHandler {
  async preprocess(opened, context) {
    die('preprocess', context);
    const dataset = await super.preprocess(opened, context);
    const quality = dataset.variables.get('QC');
    const read = (region) => {
      die('read', context);
      return quality.read(region);
    };
    return withMore(dataset, { ...quality, read });
  }
}
`;

describe('a series of GeoTIFF files', () => {
  const geotiff = {
    time: { file_name: 'sst_(\\d{8})_', format: '%Y%m%d' },
    x: 'LONGITUDE',
    y: 'LATITUDE',
    variables: ['SST'],
  };
  const schema = {
    TIME: { type: 'timestamp[ns]' },
    LATITUDE: { type: 'double' },
    LONGITUDE: { type: 'double' },
    SST: { type: 'float32' },
  };
  const config = {
    geotiff,
    schema: { ...schema, TEMP: undefined, QC: undefined },
    schema_transformation: { var_template_shape: 'SST' },
  };
  const tif = (name: string) => new URL(`../fixtures/geotiff/${name}`, import.meta.url);

  it('has the times of their names', async () => {
    at(config);
    for (const day of ['03', '01', '02']) {
      place.source('x', Buffer.from(''));
      copyFileSync(tif(`sst_202405${day}_v1.tif`), join(place.input, `sst_202405${day}_v1.tif`));
    }
    rmSync(join(place.input, 'x'));
    copyFileSync(tif('points.tif'), join(place.input, 'points.tif'));
    const { summary } = await place.publish();
    expect(failuresOf(summary)).toEqual(['points.tif: CO_CUBE_TIME']);
    const { TIME, SST, LATITUDE } = (await place.see()).arrays;
    expect(TIME?.values).toEqual([1, 2, 3].map((day) => Date.UTC(2024, 4, day) / 1000));
    expect(TIME?.attributes.units).toBe('seconds since 1970-01-01');
    expect([SST?.shape, SST?.type]).toEqual([[3, 20, 18], 'float32']);
    const told = JSON.parse(readFileSync(tif('expected.json'), 'utf8'));
    expect(LATITUDE?.values).toEqual(told['sst_20240501_v1.tif'].y);
    const expected = ['01', '03'].map((day) => told[`sst_202405${day}_v1.tif`].bands[0].map(Number).map(Math.fround));
    expect([SST?.values.slice(0, 360), SST?.values.slice(720)]).toEqual(expected);
    expect(summary.hints).toHaveProperty('spatial_ref');
  });
});
