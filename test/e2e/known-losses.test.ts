import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { expectedRows, type TrackRow, trackRows, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const opened: Workplace[] = [];

function workplace(config?: Record<string, unknown>): Workplace {
  const place = new Workplace(config);
  opened.push(place);
  return place;
}

afterEach(() => {
  for (const place of opened.splice(0)) place.remove();
});

const all = (sources: Readonly<Record<string, readonly TrackRow[]>>) =>
  Object.entries(sources)
    .flatMap(([file, rows]) => expectedRows(file, rows))
    .sort();
const objectsOf = (keys: readonly string[], file: string) => keys.filter((key) => key.includes(`/${file}-`));
const fixture = (name: string) => readFileSync(new URL(`../fixtures/e2e/${name}`, import.meta.url));

describe('sources that are published again', () => {
  it('P01 re-processing b.csv leaves the objects of ab.csv', async () => {
    const place = workplace();
    const sources = { 'ab.csv': trackRows(2020), 'b.csv': trackRows(2020, { value: 100 }) };
    for (const [name, rows] of Object.entries(sources)) place.source(name, rows);
    await place.publish();
    const before = await place.state();
    const changed = { ...sources, 'b.csv': trackRows(2020, { rows: 5, value: 200 }) };
    place.source('b.csv', changed['b.csv']);
    const { status, summary } = await place.publish();
    expect([status, summary.files]).toEqual([0, { published: 1, skipped: 1, failed: 0 }]);
    const after = await place.state();
    expect(after.rows).toEqual(all(changed));
    expect(objectsOf(after.keys, 'ab.csv')).toEqual(objectsOf(before.keys, 'ab.csv'));
    expect(objectsOf(after.keys, 'b.csv')).toHaveLength(2);
  });

  it('P02 a changed file that turns bad leaves its old rows in place', async () => {
    const place = workplace();
    const sources = { 'a.csv': trackRows(2020), 'b.csv': trackRows(2021) };
    for (const [name, rows] of Object.entries(sources)) place.source(name, rows);
    await place.publish();
    const before = await place.state();
    place.source('a.csv', 'time,latitude,longitude,value\n2020-01-01T00:00:00,-35,15,seven\n');
    const { status, summary } = await place.publish();
    expect([status, summary.failures[0]?.code]).toEqual([1, 'CO_COLUMN_CAST']);
    const after = await place.state();
    expect(after.rows).toEqual(all(sources));
    expect(after.keys).toEqual(before.keys);
  });

  it('P08 content that moved to other partitions leaves no stale rows', async () => {
    const place = workplace();
    place.source('a.csv', trackRows(2020, { cells: 3 }));
    await place.publish();
    const moved = trackRows(2015, { rows: 4, cells: 2, value: 50 });
    place.source('a.csv', moved);
    await place.publish();
    const { rows, keys, claimed } = await place.state();
    expect(rows).toEqual(all({ 'a.csv': moved }));
    expect(keys).toEqual(['_common_metadata', ...claimed]);
    expect(readdirSync(join(place.output, 'tracks.parquet')).sort()).toEqual([
      '_common_metadata',
      `timestamp=${Date.UTC(2015, 0) / 1000}`,
    ]);
  });

  it('P10 files of the same name in different folders are kept, re-processed and deleted apart', async () => {
    const place = workplace();
    const [x, y] = [trackRows(2020), trackRows(2020, { value: 100 })];
    place.source('x/a.csv', x);
    place.source('y/a.csv', y);
    await place.publish(['--workers', '2']);
    expect((await place.state()).rows).toEqual(expectedRows('a.csv', [...x, ...y]).sort());
    const changed = trackRows(2020, { value: 200 });
    place.source('x/a.csv', changed);
    expect((await place.publish()).summary.files).toEqual({ published: 1, skipped: 1, failed: 0 });
    expect((await place.state()).rows).toEqual(expectedRows('a.csv', [...changed, ...y]).sort());
    const ambiguous = await place.rows('delete', 'a.csv');
    expect([ambiguous.status, ambiguous.stderr]).toEqual([2, expect.stringContaining('CO_SOURCE_UNKNOWN')]);
    expect(ambiguous.stderr).toMatch(/x\/a\.csv.*y\/a\.csv/);
    expect((await place.rows('delete', 'y/a.csv')).status).toBe(0);
    const { rows, keys, claimed } = await place.state();
    expect(rows).toEqual(expectedRows('a.csv', changed).sort());
    expect(keys).toEqual(['_common_metadata', ...claimed]);
  });
});

describe('rows and columns that do not fit', () => {
  it('P03 a row far in the future is dropped and counted, the rest is published', async () => {
    const place = workplace();
    const rows = trackRows(2020);
    place.source('a.csv', [...rows, { ...(rows[0] as TrackRow), time: '2262-01-01T00:00:00' }]);
    place.source('b.csv', [...rows, { ...(rows[0] as TrackRow), time: '6062-05-31T00:00:00' }]);
    place.source('c.nc', fixture('year-6062.nc'));
    const { status, summary } = await place.publish();
    expect(summary.failures).toEqual([]);
    expect([status, summary.rows, summary.dropped]).toEqual([0, 17, { time_out_of_range: 3 }]);
    expect((await place.state()).rows.filter((row) => !row.startsWith('c.nc'))).toEqual(
      all({ 'a.csv': rows, 'b.csv': rows }),
    );
  });

  it('P05 an unknown column is left out, with an entry for the schema that can be pasted', async () => {
    const place = workplace();
    const text = 'time,latitude,longitude,value,salinity\n2020-01-01T00:00:00,-35,15,1,35.5\n';
    place.source('a.csv', text);
    const { status, summary } = await place.publish();
    expect([status, summary.files.published, Object.keys(summary.hints)]).toEqual([0, 1, ['salinity']]);
    const config = tracksConfig();
    const pasted = workplace({ ...config, schema: { ...(config.schema as object), ...summary.hints } });
    pasted.source('a.csv', text);
    const second = await pasted.publish();
    expect([second.status, second.summary.hints]).toEqual([0, {}]);
    expect((await pasted.state()).rows).toEqual(['a.csv|2020-01-01T00:00:00|-35.0|15.0|1.0']);
  });

  it('P12 rows without a partition or outside the globe are counted by reason, null partitions kept', async () => {
    const config = tracksConfig();
    const transformation = config.schema_transformation as { partitioning: object[] };
    const place = workplace({
      ...config,
      schema: { ...(config.schema as object), station: { type: 'string' } },
      schema_transformation: {
        ...transformation,
        partitioning: [{ source_variable: 'station' }, ...transformation.partitioning],
      },
    });
    const lines = [
      '2020-01-01T00:00:00,-35,15,1,north',
      '2020-01-01T00:00:00,-35,15,2,',
      ',-35,15,3,north',
      '1850-01-01T00:00:00,-35,15,4,north',
      '2020-01-01T00:00:00,,15,5,north',
      '2020-01-01T00:00:00,-35,,6,north',
      '2020-01-01T00:00:00,-95,15,7,north',
      '2020-01-01T00:00:00,-35,185,8,north',
      '2020-01-01T00:00:00,-35,185,9,north',
    ];
    place.source('a.csv', ['time,latitude,longitude,value,station', ...lines, ''].join('\n'));
    const { status, summary } = await place.publish();
    expect([status, summary.rows]).toEqual([0, 2]);
    expect(summary.dropped).toEqual({
      time_missing: 1,
      time_out_of_range: 1,
      position_missing: 2,
      position_out_of_range: 3,
    });
    const { rows, keys } = await place.state();
    expect(rows).toEqual(['a.csv|2020-01-01T00:00:00|-35.0|15.0|1.0', 'a.csv|2020-01-01T00:00:00|-35.0|15.0|2.0']);
    expect(keys.map((key) => key.split('/')[0])).toEqual([
      '_common_metadata',
      'station=__HIVE_DEFAULT_PARTITION__',
      'station=north',
    ]);
  });
});

describe('what a run tells, and is told', () => {
  it('P06 failed files are counted, named, tried again, and give exit status 1', async () => {
    const place = workplace();
    const bad = place.source('bad.csv', 'time,latitude,longitude,value\n2020-01-01T00:00:00,-35,15,seven\n');
    place.source('good.csv', trackRows(2020));
    const { status, summary } = await place.publish();
    expect([status, summary.files]).toEqual([1, { published: 1, skipped: 0, failed: 1 }]);
    expect(summary.failures).toMatchObject([{ source: bad, code: 'CO_COLUMN_CAST' }]);
    expect(JSON.parse((await place.rows('explain', 'bad.csv')).stdout)).toMatchObject({
      failure: { code: 'CO_COLUMN_CAST' },
    });
    const again = await place.publish();
    expect([again.status, again.summary.files]).toEqual([1, { published: 0, skipped: 1, failed: 1 }]);
    place.source('bad.csv', trackRows(2021));
    const mended = await place.publish();
    expect([mended.status, mended.summary.files]).toEqual([0, { published: 1, skipped: 1, failed: 0 }]);
    expect((await place.state()).rows).toEqual(all({ 'good.csv': trackRows(2020), 'bad.csv': trackRows(2021) }));
  });

  it.each(['1', '2'])('P07 --json-overwrite reaches every part of a run with %s workers', async (workers) => {
    const place = workplace();
    const names = Array.from({ length: 18 }, (_, i) => `${i + 10}.csv`);
    for (const name of names) place.source(name, trackRows(2020, { rows: 2 }));
    const { partitioning } = tracksConfig().schema_transformation as { partitioning: [object, object] };
    const byMonth = { source_variable: 'timestamp', time_extent: { time_varname: 'time', partition_period: 'M' } };
    const overwrite = {
      run_settings: { batch_size: 9 },
      schema: { ...(tracksConfig().schema as object), value: { type: 'float', units: 'K' } },
      schema_transformation: { partitioning: [byMonth, partitioning[1]] },
    };
    const args = ['--workers', workers, '--json-overwrite', JSON.stringify(overwrite)];
    const { status, events } = await place.publish(args);
    expect(status).toBe(0);
    expect(events.filter(({ type }) => type === 'commit').map(({ sources }) => sources)).toEqual([9, 9]);
    const { keys, rows } = await place.state();
    expect(new Set(keys.map((key) => key.split('/')[0]))).toEqual(
      new Set(['_common_metadata', `timestamp=${Date.UTC(2020, 0) / 1000}`, `timestamp=${Date.UTC(2020, 1) / 1000}`]),
    );
    expect(rows).toHaveLength(36);
    for (const key of keys) expect(await place.typeOf(key, 'value')).toBe('FLOAT');
    expect(readFileSync(join(place.output, 'tracks.parquet/_common_metadata')).includes('"units":"K"')).toBe(true);
  });

  it('P07 an override of something that does not exist is refused by name', async () => {
    const place = workplace();
    place.source('a.csv', trackRows(2020));
    const { status, stderr } = await place.attempt(['-o', '{"run_settings":{"batchsize":9}}']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/CO_CONFIG_OVERRIDE.*batchsize/)]);
  });
});
