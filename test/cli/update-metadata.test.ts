import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readSidecar } from '../../src/formats/parquet/index.js';
import { filesBelow } from '../support/dataset-state.js';
import { Gridplace, gridFile, gridsConfig } from '../support/grids.js';
import { runCli } from '../support/run-cli.js';
import { trackRows, tracksConfig, writeConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const opened: { remove(): void }[] = [];
const keep = <T extends { remove(): void }>(place: T): T => {
  opened.push(place);
  return place;
};
afterEach(() => {
  for (const place of opened.splice(0)) place.remove();
});

/** Bytes of all files below a folder, but for locks. */
const bytesBelow = (folder: string) =>
  Object.fromEntries(
    filesBelow(folder)
      .filter((key) => !key.endsWith('lock.json'))
      .map((key) => [key, readFileSync(join(folder, key), 'latin1')]),
  );

const update = (place: { config: string; output: string }, ...args: string[]) =>
  runCli('update-metadata', ['--config', place.config, '--output', place.output, ...args]);

/** The config of tracks with a comment, other units of `value`, and another title. */
function describedTracks(title: string): Record<string, unknown> {
  const config = tracksConfig() as { schema: Record<string, object>; schema_transformation: object };
  return {
    ...config,
    schema: { ...config.schema, value: { type: 'double', units: 'm', comment: 'depth' } },
    schema_transformation: { ...config.schema_transformation, global_attributes: { set: { title } } },
  };
}

describe('update-metadata', { timeout: 60_000 }, () => {
  it('mends the sidecar of a table, and nothing else', async () => {
    const place = keep(new Workplace());
    place.source('a.csv', trackRows(2020));
    await place.publish();
    expect((await update(place)).stdout).toMatch(/tracks\.parquet: nothing to change\n$/);
    const before = bytesBelow(place.output);
    writeConfig(place.folder, describedTracks('Better tracks'));
    const planned = await update(place, '--dry-run');
    expect(planned.stdout.replaceAll(place.output, 'OUT')).toBe(
      [
        'OUT/tracks.parquet: 2 attributes would change, in 1 document',
        '  value',
        '    + comment: "depth"',
        '  the dataset itself',
        '    ~ title: "Tracks" → "Better tracks"',
        "  left alone: CO_METADATA_MEANING: 'units' of 'value' stays '1' and does not become 'm', since the stored values would mean something else. Where the values are right and only the attribute is wrong, say so with --accept VARIABLE.ATTRIBUTE.",
        '',
      ].join('\n'),
    );
    expect(bytesBelow(place.output)).toEqual(before);
    expect((await update(place, '--accept', 'value.units')).stdout).toContain('3 attributes changed, in 1 document');
    const after = bytesBelow(place.output);
    expect(Object.keys(after).filter((key) => after[key] !== before[key])).toEqual(['tracks.parquet/_common_metadata']);
    const bytes = readFileSync(join(place.output, 'tracks.parquet/_common_metadata'));
    const { fields, globalAttributes } = readSidecar(bytes, 'it');
    expect(fields.find(({ name }) => name === 'value')?.attributes).toEqual({
      type: 'double',
      units: 'm',
      comment: 'depth',
    });
    expect(globalAttributes).toEqual({ dataset_name: 'tracks', title: 'Better tracks' });
    // What a run writes is the same, so that neither undoes the other.
    expect((await place.publish()).summary.files).toEqual({ published: 0, skipped: 1, failed: 0 });
    expect(bytesBelow(place.output)).toEqual(after);
  });

  it('writes a sidecar that has gone', async () => {
    const place = keep(new Workplace());
    place.source('a.csv', trackRows(2020));
    await place.publish();
    const sidecar = join(place.output, 'tracks.parquet/_common_metadata');
    const bytes = readFileSync(sidecar);
    rmSync(sidecar);
    const config = tracksConfig() as { schema: object };
    writeConfig(place.folder, { ...config, schema: { ...config.schema, value: { type: 'int64' } } });
    const refused = await update(place);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/^CO_METADATA_COLUMNS: .*'float64'/)]);
    writeConfig(place.folder);
    expect((await update(place)).status).toBe(0);
    expect(readFileSync(sidecar).equals(bytes)).toBe(true);
  });

  it.each([3, 2] as const)('mends the attributes of a cube in format %d, and no value', async (format) => {
    const place = keep(new Gridplace({ zarr: { format } }));
    place.source('a.nc', gridFile([1, 2, 3]));
    await place.publish();
    const before = await place.see(format);
    place.configure({
      zarr: { format },
      schema: {
        TEMP: { type: 'float', units: 'degrees_Celsius', long_name: 'temperature', scale_factor: 1 },
        TIME: { type: 'timestamp[ns]', units: 'hours since 1970-01-01', axis: 'T' },
      },
      schema_transformation: {
        dimensions: { time: { chunk: 5 } },
        global_attributes: { delete: ['history', 'title'], set: { title: 'Better grids', author: 'me' } },
      },
    });
    const { status, stdout } = await update(place, '--json');
    const revision = JSON.parse(stdout);
    expect([status, revision.type, revision.dataset, revision.outcome]).toEqual([0, 'metadata', 'grids', 'changed']);
    expect(revision.changes).toEqual([
      { variable: 'TIME', attribute: 'axis', new: 'T' },
      { variable: 'TEMP', attribute: 'units', old: 'Celsius', new: 'degrees_Celsius' },
      { variable: 'TEMP', attribute: 'long_name', new: 'temperature' },
      { variable: null, attribute: 'title', old: 'Small grids', new: 'Better grids' },
      { variable: null, attribute: 'author', new: 'me' },
    ]);
    expect(
      revision.left.map(({ code, variable, attribute }: Record<string, string>) => [code, variable, attribute]),
    ).toEqual([
      ['CO_METADATA_FIXED', 'TIME', 'units'],
      ['CO_METADATA_FIXED', 'TEMP', 'scale_factor'],
      ['CO_METADATA_FIXED', 'TEMP', 'chunk of TIME'],
      ['CO_METADATA_FIXED', 'QC', 'chunk of TIME'],
    ]);
    const after = await place.see(format);
    for (const [name, array] of Object.entries(before.arrays)) {
      const { attributes: _, ...data } = array;
      expect(after.arrays[name], name).toMatchObject(data);
    }
    expect(after.arrays.TEMP?.attributes).toMatchObject({
      units: 'degrees_Celsius',
      long_name: 'temperature',
      scale_factor: 0.01,
      add_offset: 20,
    });
    expect(after.arrays.TIME?.attributes).toMatchObject({ units: 'days since 2000-01-01', axis: 'T' });
    expect(after.attributes).toMatchObject({ title: 'Better grids', author: 'me' });
    const bytes = bytesBelow(place.output);
    expect((await update(place)).stdout).toContain('nothing to change');
    expect(bytesBelow(place.output)).toEqual(bytes);
    expect((await runCli('cloud-optimised', ['verify', place.cube])).status).toBe(0);
    place.source('b.nc', gridFile([4]));
    // Other chunks are asked for, so all files are published again; the cube keeps its own, and its attributes.
    expect((await place.publish()).summary.files).toMatchObject({ published: 2, failed: 0 });
    expect((await place.see(format)).arrays.TEMP?.attributes).toMatchObject({ long_name: 'temperature' });
  });

  it('goes through all configs of a folder: what is wrong with one does not keep the others', async () => {
    const place = keep(new Workplace());
    place.source('a.csv', trackRows(2020));
    await place.publish();
    const write = (name: string, content: object | string) =>
      writeFileSync(join(place.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    writeConfig(place.folder, { parent_config: 'base.json', metadata_uuid: 'abc' });
    write('base.json', { ...describedTracks('From the parent') });
    write('grids.json', gridsConfig());
    write('bad.json', { ...tracksConfig(), cloud_optimised_format: 'parket' });
    write('broken.json', '{');
    write('package.json', { name: 'of another tool' });
    write('append.yaml', 'target_dir: x.zarr\n');
    const args = ['--all', place.folder, '--output', place.output];
    const { status, stdout } = await runCli('update-metadata', [...args, '--json']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(events.slice(0, -1).map(({ config, outcome, code }) => [config.split('/').at(-1), outcome, code])).toEqual([
      ['broken.json', 'failed', 'CO_CONFIG_UNREADABLE'],
      ['bad.json', 'failed', 'CO_CONFIG_INVALID'],
      ['grids.json', 'unpublished', undefined],
      ['tracks.json', 'changed', undefined],
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'summary',
      datasets: { changed: 1, unchanged: 0, unpublished: 1, failed: 2 },
      failures: [{ code: 'CO_CONFIG_UNREADABLE' }, { code: 'CO_CONFIG_INVALID' }],
      dryRun: false,
    });
    for (const name of ['bad.json', 'broken.json']) rmSync(join(place.folder, name));
    const again = await runCli('update-metadata', ['--all', '--output', place.output], { cwd: place.folder });
    expect([again.status, again.stdout.trim().split('\n').at(-1)]).toEqual([
      0,
      '2 datasets: 0 changed, 1 unchanged, 1 not published, 0 failed',
    ]);
  });

  it.each([
    [[], 'Give either --config or --all'],
    [['--config', 'a.json', '--all'], 'Give either --config or --all'],
    [['--config', 'a.json', '--wait', '-1'], '--wait takes a number of seconds'],
  ])('ends with 2 for %j', async (args, reason) => {
    const { status, stderr } = await runCli('update-metadata', args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`CO_USAGE: ${reason}`)]);
  });

  it('ends with 2 where nothing is published, and makes no folder', async () => {
    const place = keep(new Workplace());
    const { status, stderr } = await update(place);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_METADATA_UNPUBLISHED: Nothing of 'tracks'/)]);
    expect(filesBelow(place.output)).toEqual([]);
  });
});
