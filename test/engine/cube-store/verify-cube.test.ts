import { beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../src/contracts/storage.js';
import { StorageView } from '../../../src/engine/cube-store/storage-view.js';
import { verifyCube } from '../../../src/engine/cube-store/verify-cube.js';
import { MemoryStorage, withRoot } from '../../../src/storage/index.js';
import { realCube, writeRealCube } from './real-cube.js';
import { type CubeKind, storeIn, write } from './scenarios.js';

const V3: CubeKind = { format: 3, consolidated: true };
const V2: CubeKind = { format: 2, consolidated: true };

let place: { dataset: Storage; ledger: Storage; uri: string };
beforeEach(() => {
  const storage = new MemoryStorage();
  place = { dataset: withRoot(storage, 'x.zarr/'), ledger: withRoot(storage, '_ledger/x.zarr/'), uri: 'x.zarr' };
});

const findings = async () => (await verifyCube(place)).findings.map(({ subject, reason }) => `${subject} ${reason}`);
const edit = async (key: string, change: (document: Record<string, unknown>) => unknown) => {
  const document = JSON.parse(Buffer.from((await place.dataset.get(key)) ?? []).toString());
  await write(place.dataset, key, JSON.stringify(change(document)));
};

describe('a cube that is as it should be', () => {
  it.each([
    ['v3', realCube(V3), 5],
    ['v3 sharded', realCube(V3, true), 4],
    ['v2', realCube(V2), 5],
    ['v3 not consolidated', realCube({ format: 3, consolidated: false }), 5],
    ['v2 not consolidated', realCube({ format: 2, consolidated: false }), 5],
  ])('%s: has no findings', async (_name, cube, objects) => {
    await writeRealCube(place, cube);
    const verified = await verifyCube(place);
    expect(verified).toMatchObject({ arrays: 3, objects, findings: [] });
    expect(verified.bytes).toBeGreaterThan(0);
  });

  it('has none either where nothing can be listed', async () => {
    await writeRealCube(place, realCube(V3));
    const dataset = new (class extends StorageView {
      override readonly supportsListing = false;
    })(place.dataset);
    expect(await verifyCube({ ...place, dataset })).toMatchObject({ objects: 5, findings: [] });
  });
});

describe('findings', () => {
  it('a journal', async () => {
    await writeRealCube(place, realCube(V3));
    await (await storeIn(place).begin()).announce({ created: [], replaced: [], removed: [] });
    expect(await findings()).toEqual([
      "journal/journal.json is there: a transaction is under way, or was interrupted while 'writing'",
    ]);
  });

  it('a journal of a create', async () => {
    await (await storeIn(place).begin()).announce({ created: [], replaced: [], removed: [] });
    expect(await findings()).toHaveLength(1);
  });

  it('arrays whose documents differ from the consolidated one, are missing, or unknown to it', async () => {
    await writeRealCube(place, realCube(V3));
    await edit('time/zarr.json', (document) => ({ ...document, shape: [2] }));
    await edit('temp/zarr.json', ({ shape, ...document }) => ({ ...document, shape }));
    await write(
      place.dataset,
      'salt/zarr.json',
      Buffer.from((await place.dataset.get('lat/zarr.json')) ?? []).toString(),
    );
    await place.dataset.delete(['lat/zarr.json']);
    expect(await findings()).toEqual([
      "time differs from what the consolidated document tells of it in 'shape'",
      'lat is missing, but the consolidated document tells of it',
      'salt is there, but the consolidated document does not tell of it',
    ]);
  });

  it('the same in v2', async () => {
    await writeRealCube(place, realCube(V2));
    await edit('time/.zarray', (document) => ({ ...document, shape: [2] }));
    await edit('.zattrs', () => ({ title: 'lake' }));
    await edit('time/.zattrs', (attributes) => ({ ...attributes, calendar: 'julian' }));
    await write(place.dataset, 'salt/.zarray', Buffer.from((await place.dataset.get('lat/.zarray')) ?? []).toString());
    await write(place.dataset, 'salt/.zattrs', '{"_ARRAY_DIMENSIONS":["lat"]}');
    await place.dataset.delete(['lat/.zarray']);
    expect(await findings()).toEqual([
      ".zattrs differs from what the consolidated document tells of it in 'title'",
      "time differs from what the consolidated document tells of it in 'shape', 'attributes'",
      'lat is missing, but the consolidated document tells of it',
      'salt is there, but the consolidated document does not tell of it',
    ]);
    await place.dataset.delete(['.zgroup']);
    expect(await findings()).toEqual(['.zgroup is missing, but the consolidated document tells of it']);
    await place.dataset.put('.zgroup', Buffer.from('{"zarr_format":2'));
    expect(await findings()).toEqual([expect.stringMatching(/^\.zgroup cannot be used: it is not JSON/)]);
  });

  it('objects that cannot be decoded, lie beyond the shape, or are none', async () => {
    await writeRealCube(place, realCube(V3));
    await write(place.dataset, 'temp/c/0/0', 'no zlib');
    await write(place.dataset, 'temp/c/2/0', 'beyond');
    await write(place.dataset, 'temp/c/01/0', 'a leading zero');
    await write(place.dataset, 'temp/0.0', 'a key of v2');
    const found = await findings();
    expect(found).toHaveLength(4);
    expect(found[0]).toBe("temp/0.0 is no object of the array 'temp'");
    expect(found[1]).toMatch(/^temp\/c\/0\/0 cannot be decoded: /);
    expect(found.slice(2)).toEqual([
      "temp/c/01/0 is no object of the array 'temp'",
      'temp/c/2/0 lies beyond the shape of the array, [3, 2]',
    ]);
  });

  it('an object that is too short', async () => {
    const cube = realCube(V3);
    const time = cube.arrays.get('time');
    const plain = new Map(time && [['time', { ...time, codecs: [] }]]);
    await writeRealCube(place, { ...cube, arrays: plain });
    await place.dataset.put('time/c/1', new Uint8Array(8));
    expect(await findings()).toEqual([expect.stringMatching(/^time\/c\/1 cannot be decoded: /)]);
  });

  it('objects that are missing where no fill value is declared', async () => {
    await writeRealCube(place, realCube(V2));
    await place.dataset.delete(['temp/1.0', 'lat/0']);
    expect(await findings()).toEqual([
      'temp/1.0 is missing, and the array declares no fill value',
      'lat has a missing value at index 0',
    ]);
  });

  it.each([
    ['time', [10, 10, 12, Number.NaN], 'time has 10 twice, at index 0 and 1'],
    ['time', [10, 12, 11, Number.NaN], 'time is out of order at index 2: 11 after 12'],
    ['time', [12, 10, 11, Number.NaN], 'time is out of order at index 2: 11 after 10'],
    ['time', [10, Number.NaN, 12, Number.NaN], 'time has a missing value at index 1'],
    ['lat', [5, 5], 'lat has 5 twice, at index 0 and 1'],
  ])('%s of %j: %s', async (name, values, finding) => {
    await writeRealCube(place, realCube(V3), { [name]: values });
    expect(await findings()).toEqual([finding]);
  });
});

describe('what is no cube', () => {
  it('is not there', async () => {
    await expect(verifyCube(place)).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });

  it('is something else', async () => {
    await write(place.dataset, 'part-0.parquet', 'PAR1');
    await expect(verifyCube(place)).rejects.toMatchObject({ code: 'CO_CUBE_NOT_ZARR' });
  });
});
