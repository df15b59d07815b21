import { describe, expect, it } from 'vitest';
import type { DatasetConfig } from '../../src/config/index.js';
import { DatasetLock } from '../../src/engine/lock/dataset-lock.js';
import { parquetTableWriter, readSidecar } from '../../src/formats/parquet/index.js';
import { acceptedChanges, updateTableMetadata } from '../../src/metadata/index.js';
import { sidecarKeyValues } from '../../src/pipeline/tabular/sidecar.js';
import { planTable } from '../../src/pipeline/tabular/table-plan.js';
import { MemoryStorage, withRoot } from '../../src/storage/index.js';
import { TABLE } from '../config/sample-config.js';
import { contentOf, type Place } from '../engine/cube-store/places.js';

type Config = typeof TABLE & { schema: Record<string, object> };

/** TABLE with other attributes of TEMP, and others of the dataset. */
function config(temp: object = {}, global: object = {}, more: object = {}): Config {
  const { schema, schema_transformation: transformation } = TABLE;
  return {
    ...TABLE,
    schema: { ...schema, TEMP: { ...schema.TEMP, ...temp } },
    schema_transformation: { ...transformation, global_attributes: { set: global } },
    ...more,
  } as Config;
}

async function sidecarOf(document: object): Promise<Uint8Array> {
  const loaded = { document, name: 'moorings' } as unknown as DatasetConfig;
  const plan = planTable(loaded);
  return await parquetTableWriter.encodeSchema(plan.fields, sidecarKeyValues(loaded, plan));
}

async function placeWith(document: object): Promise<Place> {
  const parent = new MemoryStorage();
  const dataset = withRoot(parent, 'moorings.parquet/');
  await dataset.put('_common_metadata', await sidecarOf(document));
  return { parent, dataset, ledger: withRoot(parent, '_ledger/moorings.parquet/'), uri: 'memory:///moorings.parquet' };
}

function update(place: Place, document: Config, { dryRun = false, accept = [] as string[] } = {}) {
  const { uri, dataset, ledger } = place;
  const accepted = acceptedChanges(accept);
  return updateTableMetadata({ name: 'moorings', uri, dataset, ledger, accepted, dryRun, wait: 0 }, async (left) => {
    const schema = structuredClone(document.schema) as Record<string, Record<string, unknown>>;
    for (const { variable, attribute, stored } of left) {
      const entry = schema[variable];
      if (entry) entry[attribute] = stored;
    }
    return [{ key: '_common_metadata', data: await sidecarOf({ ...document, schema }) }];
  });
}

const attributesOf = async ({ dataset }: Place) => {
  const sidecar = readSidecar((await dataset.get('_common_metadata')) as Uint8Array, 'it');
  return sidecar.fields.find(({ name }) => name === 'TEMP')?.attributes;
};

describe('metadata of a table', () => {
  it('follows the config', async () => {
    const place = await placeWith(config({ comment: 'old', note: 1 }, { title: 'A', author: 'B' }));
    const to = config({ comment: 'new', valid_min: -3 }, { title: 'C' });
    const planned = await update(place, to, { dryRun: true });
    expect(planned).toEqual({
      outcome: 'changed',
      changes: [
        { variable: 'TEMP', attribute: 'valid_min', old: -2.5, new: -3 },
        { variable: 'TEMP', attribute: 'comment', old: 'old', new: 'new' },
        { variable: 'TEMP', attribute: 'note', old: 1 },
        { variable: null, attribute: 'title', old: 'A', new: 'C' },
        { variable: null, attribute: 'author', old: 'B' },
      ],
      left: [],
      documents: ['_common_metadata'],
    });
    expect(await attributesOf(place)).toMatchObject({ comment: 'old' });
    expect(await place.ledger.get('lock.json')).toBeUndefined();
    expect(await update(place, to)).toEqual(planned);
    expect(await attributesOf(place)).toEqual({ type: 'float', units: 'Celsius', valid_min: -3, comment: 'new' });
    const after = await contentOf(place.parent);
    await place.ledger.delete(['lock.json']);
    expect(await update(place, to)).toEqual({ outcome: 'unchanged', changes: [], left: [], documents: [] });
    expect(await contentOf(place.parent)).toEqual(after);
    expect(await place.ledger.get('lock.json')).toBeUndefined();
  });

  it.each([
    ['a type', { type: 'double' }, "'type' of 'TEMP' is 'float32' in the published table, not 'float64'"],
    ['a fill value', { _FillValue: -1 }, "'_FillValue' of 'TEMP' is 'absent' in the published table, not '-1'"],
    ['a packing', { scale_factor: 0.1 }, "'scale_factor' of 'TEMP' is 'absent' in the published table, not '0.1'"],
    ['units of time', { units: 'days since 1970-01-01' }, "'units' of 'TEMP' is 'Celsius'"],
  ])('does not change %s: the table has to be published anew', async (_, temp, difference) => {
    const place = await placeWith(config());
    const before = await contentOf(place.parent);
    const refused = update(place, config({ ...temp, comment: 'x' }), { accept: ['TEMP.units'] });
    await expect(refused).rejects.toMatchObject({ code: 'CO_METADATA_COLUMNS' });
    await expect(refused).rejects.toThrow(difference);
    expect(await contentOf(place.parent)).toEqual(before);
  });

  it('neither brings nor takes columns', async () => {
    const more = config({}, {}, { schema: { ...TABLE.schema, PSAL: { type: 'float' } } });
    const refusal = (from: object, to: Config) => placeWith(from).then((place) => update(place, to));
    await expect(refusal(config(), more)).rejects.toThrow("the published table has no column 'PSAL'");
    await expect(refusal(more, config())).rejects.toThrow(
      "the published table has the column 'PSAL', which the config lacks",
    );
  });

  it('does not tell of folders that are not there', async () => {
    const place = await placeWith(config());
    const other = structuredClone(TABLE.schema_transformation) as { partitioning: object[] };
    other.partitioning = other.partitioning.slice(0, -1);
    const refused = update(place, config({ comment: 'x' }, {}, { schema_transformation: other }));
    await expect(refused).rejects.toMatchObject({ code: 'CO_METADATA_COLUMNS' });
    await expect(refused).rejects.toThrow('the folders of the published table are made from');
  });

  it('changes units only when somebody vouches for them, and the rest in any case', async () => {
    const place = await placeWith(config());
    const to = config({ units: 'K', comment: 'x' });
    const { changes, left } = await update(place, to);
    expect([changes.length, left[0]?.code]).toEqual([1, 'CO_METADATA_MEANING']);
    expect(await attributesOf(place)).toMatchObject({ units: 'Celsius', comment: 'x' });
    expect((await update(place, to)).outcome).toBe('unchanged');
    await update(place, to, { accept: ['TEMP.units'] });
    expect(await attributesOf(place)).toMatchObject({ units: 'K', comment: 'x' });
  });

  it('is refused where nothing is published, without a trace', async () => {
    const place = await placeWith(config());
    await place.dataset.delete(['_common_metadata']);
    await expect(update(place, config())).rejects.toMatchObject({ code: 'CO_METADATA_UNPUBLISHED' });
    expect(await contentOf(place.parent)).toEqual({});
    expect(await place.ledger.get('lock.json')).toBeUndefined();
  });

  it('waits for nobody who writes', async () => {
    const place = await placeWith(config());
    const lock = await DatasetLock.acquire(place.ledger, 'moorings');
    await expect(update(place, config({ comment: 'x' }))).rejects.toMatchObject({ code: 'CO_LOCKED' });
    await lock.release();
    expect((await update(place, config({ comment: 'x' }))).outcome).toBe('changed');
  });
});
