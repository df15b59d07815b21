import { describe, expect, it } from 'vitest';
import { DatasetLock } from '../../src/engine/lock/dataset-lock.js';
import { readCube } from '../../src/formats/zarr/index.js';
import { acceptedChanges, updateCubeMetadata, type WantedCubeMetadata } from '../../src/metadata/index.js';
import type { Cube, JsonAttributes, ZarrArray } from '../../src/model/zarr/array.js';
import { MemoryStorage, withRoot } from '../../src/storage/index.js';
import { DyingStorage, Killed, type Life } from '../engine/cube-store/dying-storage.js';
import { contentOf, makers, type Place, type PlaceMaker } from '../engine/cube-store/places.js';
import { type CubeKind, create, storeIn } from '../engine/cube-store/scenarios.js';

const KINDS: readonly CubeKind[] = [
  { format: 3, consolidated: true },
  { format: 2, consolidated: true },
  { format: 3, consolidated: false },
  { format: 2, consolidated: false },
];

const wanted = (
  variables: Readonly<Record<string, JsonAttributes>>,
  more: Partial<WantedCubeMetadata> = {},
): WantedCubeMetadata => ({
  variables: new Map(Object.entries(variables)),
  deleted: new Set(),
  set: {},
  layoutDifferences: () => [],
  ...more,
});

const WANTED = wanted(
  { temp: { long_name: 'temperature', valid_max: 40 }, lat: { axis: 'Y' } },
  { deleted: new Set(['rows']), set: { title: 'Temperatures' } },
);

function memoryPlace(): Place {
  const parent = new MemoryStorage();
  return {
    parent,
    dataset: withRoot(parent, 'x.zarr/'),
    ledger: withRoot(parent, '_ledger/x.zarr/'),
    uri: 'memory:///x.zarr',
  };
}

async function placeWith(kind: CubeKind, attributes: Readonly<Record<string, JsonAttributes>> = {}): Promise<Place> {
  const place = memoryPlace();
  await create(kind, place);
  const transaction = await storeIn(place).begin();
  const base = transaction.base as Cube;
  const arrays = [...base.arrays].map(([name, array]): [string, ZarrArray] => [
    name,
    { ...array, attributes: { ...array.attributes, ...attributes[name] } },
  ]);
  await transaction.commit({ ...base, arrays: new Map(arrays) });
  return place;
}

const update = (
  place: Pick<Place, 'dataset' | 'ledger' | 'uri'>,
  to: WantedCubeMetadata = WANTED,
  { dryRun = false, accept = [] as string[] } = {},
) =>
  updateCubeMetadata(
    {
      name: 'x',
      uri: place.uri,
      dataset: place.dataset,
      ledger: place.ledger,
      accepted: acceptedChanges(accept),
      dryRun,
      wait: 0,
    },
    to,
  );

const attributesOf = async ({ dataset }: Place, name: string) =>
  (await readCube(dataset))?.arrays.get(name)?.attributes;

describe.each(KINDS)('metadata of a cube in format $format, consolidated: $consolidated', (kind) => {
  it('follows the config; what the config does not mention stays', async () => {
    const place = await placeWith(kind, { temp: { comment: 'of the file', long_name: 'temp' } });
    const before = await contentOf(place.parent);
    const revision = await update(place);
    expect(revision).toMatchObject({
      outcome: 'changed',
      left: [],
      changes: [
        { variable: 'temp', attribute: 'long_name', old: 'temp', new: 'temperature' },
        { variable: 'temp', attribute: 'valid_max', new: 40 },
        { variable: 'lat', attribute: 'axis', new: 'Y' },
        { variable: null, attribute: 'rows', old: 3 },
        { variable: null, attribute: 'title', new: 'Temperatures' },
      ],
    });
    expect(await attributesOf(place, 'temp')).toEqual({
      comment: 'of the file',
      long_name: 'temperature',
      valid_max: 40,
    });
    expect((await readCube(place.dataset))?.attributes).toEqual({ title: 'Temperatures' });
    const after = await contentOf(place.parent);
    const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
    expect(changed.map((key) => key.replace('x.zarr/', '')).toSorted()).toEqual(
      revision.documents.filter((key) => `x.zarr/${key}` in after).toSorted(),
    );
    expect(changed.every((key) => /(zarr\.json|\.zattrs|\.zmetadata)$/.test(key))).toBe(true);
  });

  it('writes nothing a second time, and nothing in a dry run, not even a lock', async () => {
    const place = await placeWith(kind);
    const before = await contentOf(place.parent);
    const planned = await update(place, WANTED, { dryRun: true });
    expect(await contentOf(place.parent)).toEqual(before);
    expect(await place.ledger.get('lock.json')).toBeUndefined();
    const done = await update(place);
    expect(done).toEqual(planned);
    await place.ledger.delete(['lock.json']);
    const after = await contentOf(place.parent);
    expect(await update(place)).toEqual({ outcome: 'unchanged', changes: [], left: [], documents: [] });
    expect(await contentOf(place.parent)).toEqual(after);
    expect(await place.ledger.get('lock.json')).toBeUndefined();
  });

  it('is all old or all new wherever its process is killed, and the next run completes it', async () => {
    const clean = await placeWith(kind);
    await update(clean);
    const complete = await contentOf(clean.parent);
    let points = 0;
    for (let point = 1; ; point++) {
      let wasKilled = false;
      for (const after of [false, true]) {
        const place = await placeWith(kind);
        const life: Life = { left: point, after, dead: false };
        const dying = {
          ...place,
          dataset: new DyingStorage(place.dataset, life),
          ledger: new DyingStorage(place.ledger, life),
        };
        const killed = await update(dying).then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
        wasKilled ||= killed;
        if (!killed) continue;
        points++;
        // The lock of a process that is dead is taken over; this one is not.
        await place.ledger.delete(['lock.json']);
        if (kind.consolidated) {
          const seen = (await readCube(place.dataset)) as Cube;
          const isNew = seen.attributes.title !== undefined;
          expect(seen.arrays.get('temp')?.attributes.long_name).toBe(isNew ? 'temperature' : undefined);
          expect(seen.arrays.get('lat')?.attributes.axis).toBe(isNew ? 'Y' : undefined);
        }
        await update(place);
        expect(await contentOf(place.parent), `killed at ${point}`).toEqual(complete);
      }
      if (!wasKilled) break;
    }
    expect(points).toBeGreaterThan(8);
  });
});

const V3 = KINDS[0] as CubeKind;

describe.each(['local', 'S3'])('metadata of a cube: %s', (kind) => {
  it('changes in its place, once', async () => {
    const maker = await (makers[kind] as () => Promise<PlaceMaker>)();
    try {
      const place = maker.make();
      await create(V3, place);
      expect((await update(place)).outcome).toBe('changed');
      const after = await contentOf(place.parent);
      expect((await update(place)).outcome).toBe('unchanged');
      expect(await contentOf(place.parent)).toEqual(after);
      expect(await attributesOf(place, 'temp')).toEqual({ long_name: 'temperature', valid_max: 40 });
    } finally {
      await maker.release();
    }
  });
});

describe('metadata of a cube', () => {
  it('never changes what values are read by', async () => {
    const stored = {
      temp: { scale_factor: 0.01, add_offset: 20, units: 'K', valid_max: 4000 },
      time: { units: 'days since 2000-01-01', calendar: 'standard' },
    };
    const place = await placeWith(V3, stored);
    const asked = wanted({
      temp: { scale_factor: 0.1, add_offset: 0, units: 'degC', valid_max: 40, _FillValue: 7, long_name: 'new' },
      time: { units: 'hours since 1970-01-01', calendar: 'noleap', bounds: 'time_bounds' },
      gone: { long_name: 'x' },
    });
    const { changes, left } = await update(place, asked, { accept: ['temp.units', 'time.units'] });
    expect(changes.map(({ attribute }) => attribute)).toEqual(['units', 'long_name']);
    expect(left.map(({ code, variable, attribute }) => [code, variable, attribute].join(' ').trim())).toEqual([
      'CO_METADATA_FIXED temp scale_factor',
      'CO_METADATA_FIXED temp add_offset',
      'CO_METADATA_FIXED temp valid_max',
      'CO_METADATA_FIXED temp _FillValue',
      'CO_METADATA_FIXED time units',
      'CO_METADATA_FIXED time calendar',
      'CO_METADATA_FIXED time bounds',
      'CO_METADATA_LACKING gone',
    ]);
    expect(left[0]?.message).toMatch(/^'scale_factor' of 'temp' stays '0\.01' and does not become '0\.1'/);
    expect(await attributesOf(place, 'temp')).toEqual({ ...stored.temp, units: 'degC', long_name: 'new' });
    expect(await attributesOf(place, 'time')).toEqual(stored.time);
  });

  it('changes units only when somebody vouches for them', async () => {
    const place = await placeWith(V3, { temp: { units: 'K', flag_values: [0, 1] } });
    const asked = wanted({ temp: { units: 'degC', flag_values: [1, 0] } });
    const { outcome, left } = await update(place, asked);
    expect([outcome, left.map(({ code }) => code)]).toEqual([
      'unchanged',
      ['CO_METADATA_MEANING', 'CO_METADATA_MEANING'],
    ]);
    expect((await update(place, asked, { accept: ['temp.units'] })).left).toHaveLength(1);
    expect(await attributesOf(place, 'temp')).toEqual({ units: 'degC', flag_values: [0, 1] });
  });

  it.each(['temp', '.units', 'temp.scale_factor', 'temp.long_name'])("takes no '%s' for an acceptance", (accept) => {
    expect(() => acceptedChanges([accept])).toThrow(expect.objectContaining({ code: 'CO_METADATA_ACCEPT' }));
  });

  it('keeps a float a float, and takes equal numbers for equal', async () => {
    const place = await placeWith(V3, { temp: { valid_min: Float64Array.of(1), valid_max: Float64Array.of(40) } });
    const { changes } = await update(place, wanted({ temp: { valid_min: 1, valid_max: 50 } }));
    expect(changes).toEqual([{ variable: 'temp', attribute: 'valid_max', old: 40, new: 50 }]);
    const document = new TextDecoder().decode(await place.dataset.get('temp/zarr.json'));
    expect(document).toContain('"valid_min":1.0,"valid_max":50.0');
  });

  it('gives limits the type of the values', async () => {
    const place = await placeWith(V3);
    const transaction = await storeIn(place).begin();
    const base = transaction.base as Cube;
    const temp = { ...(base.arrays.get('temp') as ZarrArray), type: 'float32', fillValue: Number.NaN } as ZarrArray;
    await transaction.commit({ ...base, arrays: new Map([...base.arrays, ['temp', temp]]) });
    const limits = { valid_min: 1, valid_range: [1, 2.5], level: 3 };
    await update(place, wanted({ temp: limits, lat: { valid_min: 1 } }));
    const textOf = async (key: string) => new TextDecoder().decode(await place.dataset.get(key));
    expect(await textOf('temp/zarr.json')).toContain('"valid_min":1.0,"valid_range":[1.0,2.5],"level":3,');
    expect(await textOf('lat/zarr.json')).toMatch(/"valid_min":1[,}]/);
    expect((await update(place, wanted({ temp: limits }))).outcome).toBe('unchanged');
  });

  it('is refused where nothing is published, without a trace', async () => {
    const place = memoryPlace();
    await expect(update(place)).rejects.toMatchObject({ code: 'CO_METADATA_UNPUBLISHED' });
    expect(await contentOf(place.parent)).toEqual({});
    expect(await place.ledger.get('lock.json')).toBeUndefined();
  });

  it('waits for nobody who writes', async () => {
    const place = await placeWith(V3);
    const lock = await DatasetLock.acquire(place.ledger, 'x');
    const before = await contentOf(place.parent);
    await expect(update(place)).rejects.toMatchObject({ code: 'CO_LOCKED' });
    expect(await contentOf(place.parent)).toEqual(before);
    await lock.release();
    expect((await update(place)).outcome).toBe('changed');
  });
});
