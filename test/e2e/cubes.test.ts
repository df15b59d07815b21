/** Gridded files become cubes: steps, their places, and files that do not fit. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../docs/markdown.js';
import { failuresOf, fixture, Gridplace, gridFile, seeCube, storedRow } from '../support/grids.js';
import { runCli } from '../support/run-cli.js';

let place: Gridplace;
const at = (change: object = {}) => {
  place = new Gridplace(change);
  return place;
};
afterEach(() => place.remove());

const nc = (days: number[], special = {}) => gridFile(days, special);

describe('a cube of gridded files', () => {
  it.each([
    [2, {}],
    [3, {}],
    [3, { shards: { TIME: 6, LATITUDE: 4 } }],
  ] as const)('holds what they hold, in format %i with %j', async (format, more) => {
    at({ zarr: { format, ...more } });
    for (const day of [1, 2, 3, 4]) place.source(`day-${day}.nc`, nc([day]));
    const { status, summary } = await place.publish(['--workers', '2']);
    expect([status, summary.files, summary.rows]).toEqual([0, { published: 4, skipped: 0, failed: 0 }, 4]);
    const { arrays, attributes } = await place.see(format);
    expect(attributes).toEqual({
      title: 'Small grids',
      metadata_uuid: '0c9eb39c-9cbe-4c6a-8a10-5867087e703a',
      dataset_name: 'grids',
    });
    expect(arrays.TIME?.values).toEqual([1, 2, 3, 4]);
    expect(arrays.LATITUDE?.values).toEqual([-30, -31, -32]);
    expect(arrays.TEMP?.values).toEqual([1, 2, 3, 4].flatMap((day) => storedRow(day)));
    expect(arrays.filename?.values).toEqual(['day-1.nc', 'day-2.nc', 'day-3.nc', 'day-4.nc']);
    expect(arrays.TEMP?.chunks).toEqual([3, 2, 4]);
  });

  it('Z05 keeps packing and fill values; other types are the config’s', async () => {
    at();
    place.source('day-1.nc', nc([1]));
    await place.publish();
    const { TEMP, QC } = (await place.see()).arrays;
    expect(TEMP?.type).toBe('int16');
    expect(TEMP?.attributes).toMatchObject({
      scale_factor: 0.01,
      add_offset: 20,
      _FillValue: -32768,
      units: 'Celsius',
    });
    expect(QC?.type).toBe('float32');
    // xarray writes the fill value of floats as the base64 of a little-endian double.
    expect(Buffer.from(QC?.attributes._FillValue as string, 'base64').readDoubleLE()).toBe(-99);
  });

  it('packs as the config says, exactly or not at all', async () => {
    at({ zarr: { variables: { QC: { dtype: 'int16', scale_factor: 0.5, _FillValue: -1 } } } });
    place.source('day-1.nc', nc([1, 2]));
    expect((await place.publish()).status).toBe(0);
    const { QC } = (await place.see()).arrays;
    expect([QC?.type, QC?.values.at(0), QC?.values.at(-1)]).toEqual(['int16', 2, 4]);
  });

  it('skips what it has, and publishes it again with --force', async () => {
    at();
    place.source('day-1.nc', nc([1]));
    await place.publish();
    const again = await place.publish();
    expect(again.summary.files).toEqual({ published: 0, skipped: 1, failed: 0 });
    const forced = await place.publish(['--force']);
    expect(forced.summary.files).toEqual({ published: 1, skipped: 0, failed: 0 });
    expect(await place.steps()).toEqual(['1: day-1.nc 101']);
  });

  it('writes nothing in a dry run', async () => {
    at();
    place.source('day-1.nc', nc([1]));
    const { status, summary } = await place.publish(['--dry-run']);
    expect([status, summary.left]).toEqual([0, 1]);
    expect(readdirSync(place.folder)).not.toContain('out');
  });

  it('commits batch by batch', async () => {
    at({ run_settings: { batch_size: 1 } });
    for (const day of [1, 2, 3, 4, 5, 6]) place.source(`day-${day}.nc`, nc([day]));
    const { events } = await place.publish();
    expect(events.filter(({ type }) => type === 'commit').map(({ sources }) => sources)).toEqual([4, 2]);
    expect((await place.see()).arrays.TIME?.values).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is the same however many workers write it', async () => {
    at({ run_settings: { batch_size: 5 } });
    for (let day = 1; day <= 25; day++) place.source(`day-${String(day).padStart(2, '0')}.nc`, nc([day]));
    await place.publish();
    await place.publish(['--output', join(place.folder, 'other'), '--workers', '3']);
    const bytesBelow = (folder: string) =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => [path.slice(folder.length), readFileSync(path, 'base64')]),
      );
    expect(bytesBelow(join(place.folder, 'other/grids.zarr'))).toEqual(bytesBelow(place.cube));
  });
});

describe('steps find their places', () => {
  it('Z02 puts late files where they belong, and says so', async () => {
    at();
    place.source('day-5.nc', nc([5]));
    await place.publish();
    place.source('day-1.nc', nc([1]));
    place.source('days-3-7.nc', nc([3, 7]));
    const { summary } = await place.publish();
    expect(summary.warnings.map(({ message }) => message)).toContain('is put before later steps that the cube has');
    expect(await place.steps()).toEqual([
      '1: day-1.nc 101',
      '3: days-3-7.nc 301',
      '5: day-5.nc 501',
      '7: days-3-7.nc 701',
    ]);
  });

  const overlapping = { 'a.nc': nc([1, 2]), 'b.nc': nc([2, 3], { shift: 7 }), 'c.nc': nc([4]), 'd.nc': nc([5, 5]) };
  const outcomes = {
    replace: [['d.nc: CO_CUBE_LABEL'], ['1: a.nc 101', '2: b.nc 208', '3: b.nc 308', '4: c.nc 401'], ['2']],
    skip: [['d.nc: CO_CUBE_LABEL'], ['1: a.nc 101', '2: a.nc 201', '3: b.nc 308', '4: c.nc 401'], undefined],
    error: [['b.nc: CO_CUBE_LABEL', 'd.nc: CO_CUBE_LABEL'], ['1: a.nc 101', '2: a.nc 201', '4: c.nc 401'], undefined],
  } as const;

  it.each(Object.keys(outcomes) as (keyof typeof outcomes)[])(
    'Z08 are treated alike where files overlap, in one run or in several: %s',
    async (policy) => {
      for (const runs of ['one', 'several']) {
        at({ zarr: { if_exists: policy } });
        const failures: string[] = [];
        const warnings: string[] = [];
        for (const [name, content] of Object.entries(overlapping)) {
          place.source(name, content);
          if (runs === 'one' && name !== 'd.nc') continue;
          const { summary } = await place.publish();
          failures.push(...failuresOf(summary));
          warnings.push(...summary.warnings.map(({ message }) => message));
        }
        const entry = JSON.parse((await place.rows('explain', 'a.nc')).stdout).entry;
        expect([[...new Set(failures)].sort(), await place.steps(), entry.lost]).toEqual(outcomes[policy]);
        const told = { replace: 'replaces steps', skip: 'leaves steps', error: undefined }[policy];
        expect(warnings.map((warning) => warning.split(' ', 2).join(' '))).toEqual(told ? [told] : []);
        place.remove();
      }
      at();
    },
  );

  it('Z11 come back to the file that lost them to another of the same run', async () => {
    at();
    place.source('a.nc', overlapping['a.nc']);
    place.source('b.nc', overlapping['b.nc']);
    await place.publish();
    place.source('b.nc', nc([3]));
    await place.publish();
    expect(await place.steps()).toEqual(['1: a.nc 101', '3: b.nc 301']);
    await place.publish();
    expect(await place.steps()).toEqual(['1: a.nc 101', '2: a.nc 201', '3: b.nc 301']);
    expect((await place.publish()).summary.files).toEqual({ published: 0, skipped: 2, failed: 0 });
  });

  it('replaces what a file brought when it changes: fewer, more and other steps', async () => {
    at();
    place.source('a.nc', nc([1, 5, 9]));
    place.source('b.nc', nc([2, 6]));
    await place.publish();
    place.source('a.nc', nc([5, 7, 9, 11], { shift: 50 }));
    const { summary } = await place.publish();
    expect(summary.files).toEqual({ published: 1, skipped: 1, failed: 0 });
    expect(summary.warnings).toEqual([]);
    expect(await place.steps()).toEqual([
      '2: b.nc 201',
      '5: a.nc 551',
      '6: b.nc 601',
      '7: a.nc 751',
      '9: a.nc 951',
      '11: a.nc 1151',
    ]);
  });

  it('replaces steps of another file, and tells whose they are now', async () => {
    at();
    place.source('a.nc', nc([1, 2]));
    await place.publish();
    place.source('b.nc', nc([2, 3], { shift: 7 }));
    const { summary } = await place.publish();
    expect(summary.warnings.map(({ message }) => message)).toEqual(['replaces steps that another file brought before']);
    expect(await place.steps()).toEqual(['1: a.nc 101', '2: b.nc 208', '3: b.nc 308']);
    expect(JSON.parse((await place.rows('explain', 'a.nc')).stdout).entry).toMatchObject({ rows: 1, labels: ['1'] });
    await place.rows('delete', 'a.nc');
    expect(await place.steps()).toEqual(['2: b.nc 208', '3: b.nc 308']);
  });

  it('leaves steps of another file, or refuses the file, where the config says so', async () => {
    at({ zarr: { if_exists: 'skip' } });
    place.source('a.nc', nc([1, 2]));
    await place.publish();
    place.source('b.nc', nc([2, 3], { shift: 7 }));
    expect((await place.publish()).summary.files.published).toBe(1);
    expect(await place.steps()).toEqual(['1: a.nc 101', '2: a.nc 201', '3: b.nc 308']);
    expect(JSON.parse((await place.rows('explain', 'b.nc')).stdout).entry).toMatchObject({ rows: 1, labels: ['3'] });
    place.configure({ zarr: { if_exists: 'error' } });
    place.source('c.nc', nc([3, 4]));
    expect(failuresOf((await place.publish()).summary)).toEqual(['c.nc: CO_CUBE_LABEL']);
  });

  it('Z10 are in the order of the coordinate, whatever the formats of the files', async () => {
    at();
    place.source('z1.nc', nc([1]));
    place.source('b.nc', fixture('day-004.nc'));
    place.source('a.nc', nc([3]));
    place.source('c.nc', fixture('day-002.nc'));
    const { summary } = await place.publish(['--workers', '2']);
    expect(summary.failures).toEqual([]);
    const { arrays } = await place.see();
    expect(arrays.TIME?.values).toEqual([1, 2, 3, 4]);
    expect(arrays.filename?.values).toEqual(['z1.nc', 'c.nc', 'a.nc', 'b.nc']);
    expect(arrays.TEMP?.values).toEqual([1, 2, 3, 4].flatMap((day) => storedRow(day)));
  });

  it('Z11 go when a file of several steps is deleted', async () => {
    at();
    place.source('a.nc', nc([1, 3, 4]));
    place.source('b.nc', nc([2, 5]));
    await place.publish();
    const { status, stdout } = await place.rows('delete', 'a.nc');
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ type: 'deleted', rows: 3 })]);
    expect(await place.steps()).toEqual(['2: b.nc 201', '5: b.nc 501']);
    expect((await place.publish()).summary.files).toEqual({ published: 1, skipped: 1, failed: 0 });
    expect((await place.see()).arrays.TIME?.values).toEqual([1, 2, 3, 4, 5]);
  });

  it('Z11 come back from the file that had them first, when the one that replaced them has them no longer', async () => {
    at();
    place.source('b.nc', nc([6, 7, 8]));
    await place.publish();
    place.source('over.nc', nc([7, 8, 9]));
    await place.publish();
    expect(await place.steps()).toEqual(['6: b.nc 601', '7: over.nc 701', '8: over.nc 801', '9: over.nc 901']);
    place.source('over.nc', nc([9]));
    await place.publish();
    expect(await place.steps()).toEqual(['6: b.nc 601', '9: over.nc 901']);
    expect((await place.publish()).summary.files).toEqual({ published: 1, skipped: 1, failed: 0 });
    expect(await place.steps()).toEqual(['6: b.nc 601', '7: b.nc 701', '8: b.nc 801', '9: over.nc 901']);
    expect((await place.publish()).summary.files).toEqual({ published: 0, skipped: 2, failed: 0 });
  });

  it('are those of this run alone with clear_existing_data', async () => {
    at();
    place.source('a.nc', nc([1, 2]));
    const b = place.source('b.nc', nc([3]));
    await place.publish();
    rmSync(join(place.input, 'a.nc'));
    place.configure({ run_settings: { clear_existing_data: true } });
    const { summary } = await place.publish(['--input', b]);
    expect(summary.files).toEqual({ published: 1, skipped: 0, failed: 0 });
    expect(await place.steps()).toEqual(['3: b.nc 301']);
  });
});

describe('files that do not fit', () => {
  it('Z03 refuses other coordinates of the same size, with the first that differs', async () => {
    at();
    place.source('a.nc', nc([1]));
    place.source('b.nc', nc([2], { latitude: [-30, -31.1, -32] }));
    place.source('c.nc', nc([3], { latitude: [-30, -31.000001, -32] }));
    const { status, summary } = await place.publish();
    expect([status, failuresOf(summary)]).toEqual([1, ['b.nc: CO_CUBE_GRID']]);
    expect(summary.failures[0]?.message).toContain("Coordinate 'LATITUDE'");
    expect(summary.failures[0]?.message).toContain("is '-31.1' at index 1, expected '-31'");
    expect((await place.see()).arrays.TIME?.values).toEqual([1, 3]);
  });

  it('refuses them in later runs too, as closely as the config says', async () => {
    at({ zarr: { grid_tolerance: 1e-9 } });
    place.source('a.nc', nc([1]));
    await place.publish();
    place.source('c.nc', nc([3], { latitude: [-30, -31.000001, -32] }));
    expect(failuresOf((await place.publish()).summary)).toEqual(['c.nc: CO_CUBE_GRID']);
  });

  it('refuses another size, a coordinate that is not there, and what is no such file, each by its code', async () => {
    at();
    place.source('a.nc', nc([1]));
    place.source('b.nc', nc([2], { latitude: [-30, -31] }));
    place.source('c.nc', nc([3], { without: ['LONGITUDE'] }));
    place.source('d.nc', nc([4], { without: ['TIME'] }));
    place.source('e.nc', Buffer.from('no such file'));
    place.source('f.nc', gridFile([5]).subarray(0, 500));
    const { summary } = await place.publish(['--workers', '2']);
    expect(failuresOf(summary).sort()).toEqual([
      'b.nc: CO_CUBE_DIMENSION',
      'c.nc: CO_CUBE_COORDINATE',
      'd.nc: CO_CUBE_COORDINATE',
      'e.nc: CO_FORMAT_MISMATCH',
      'f.nc: CO_FILE_TRUNCATED',
    ]);
    expect(await place.steps()).toEqual(['1: a.nc 101']);
  });

  it('Z09 gives up on a file that breaks while it is read, after one attempt more, and publishes the others', async () => {
    at();
    place.source('a.nc', nc([1]));
    place.source('b.nc', fixture('damaged-day-006.nc'));
    place.source('c.nc', nc([3]));
    const { status, summary, ms } = await place.publish();
    expect([status, failuresOf(summary)]).toEqual([1, ['b.nc: CO_FILE_CORRUPT']]);
    expect(await place.steps()).toEqual(['1: a.nc 101', '3: c.nc 301']);
    expect(ms).toBeLessThan(20_000);
  });

  it('stops at the first with raise_error', async () => {
    at({ run_settings: { raise_error: true, batch_size: 4 } });
    place.source('a.nc', nc([1]));
    place.source('b.nc', Buffer.from('no such file'));
    for (const day of [3, 4, 5, 6, 7, 8]) place.source(`day-${day}.nc`, nc([day]));
    const { status, summary } = await place.publish();
    expect(status).toBe(1);
    expect(failuresOf(summary)).toEqual(['b.nc: CO_FORMAT_MISMATCH']);
    expect(summary.left).toBeGreaterThan(0);
  });

  it('are tried again by the next run', async () => {
    at();
    place.source('a.nc', nc([1]));
    place.source('b.nc', Buffer.from('no such file'));
    await place.publish();
    place.source('b.nc', nc([2]));
    expect((await place.publish()).summary.files).toEqual({ published: 1, skipped: 1, failed: 0 });
    expect(await place.steps()).toEqual(['1: a.nc 101', '2: b.nc 201']);
  });
});

describe('docs/guides/publish-gridded-files.md', () => {
  it('tells a config and a command that do it', async () => {
    at();
    const blocks = blocksOf('docs/guides/publish-gridded-files.md');
    const text = (language: string) => blocks.find((block) => block.language === language)?.text ?? '';
    writeFileSync(join(place.folder, 'sea_level.json'), text('json'));
    const [, ...args] = text('sh').trim().split(' ');
    const level = { type: 'float32' as const, dimensions: ['TIME', 'LATITUDE', 'LONGITUDE'], values: [1, 2, 3, 4] };
    const special = { latitude: [-30, -31], longitude: [110, 111], without: ['TEMP', 'QC'], more: { GSLA: level } };
    mkdirSync(join(place.folder, 'files'));
    writeFileSync(join(place.folder, 'files/a.nc'), gridFile([1], special));
    const { status, stderr } = await runCli('generic-cloud-optimised-creation', args, { cwd: place.folder });
    expect([status, stderr]).toEqual([0, '']);
    const { arrays, attributes } = await seeCube(join(place.folder, 'published/sea_level.zarr'));
    expect([arrays.GSLA?.values, attributes.title]).toEqual([[1, 2, 3, 4], 'Sea level']);
  });
});
