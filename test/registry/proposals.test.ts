import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/config/json.js';
import { PLACEHOLDER } from '../../src/config/rules/placeholder.js';
import type { CollectionRow } from '../../src/registry/collections.js';
import type { DatasetFacts } from '../../src/registry/dataset-facts.js';
import type { CatalogueRecord } from '../../src/registry/geonetwork/index.js';
import { proposedChanges } from '../../src/registry/proposals.js';
import type { RegistrySettings } from '../../src/registry/settings/registry-settings.generated.js';

const RECORD: CatalogueRecord = {
  uuid: 'u-1',
  title: 'Title of the record',
  abstract: 'What the record says.',
  keywords: ['salinity'],
  citation: 'Cite the record.',
  licence: { name: 'CC-BY', url: 'https://creativecommons.org/licenses/by/4.0/' },
  contacts: [
    { organisation: 'Harbour', individual: undefined, email: undefined, role: 'owner' },
    { organisation: 'Quay', individual: undefined, email: 'quay@example.org', role: 'pointOfContact' },
  ],
  links: [],
  updateFrequency: 'asNeeded',
  boxes: [],
  periods: [],
  source: 'https://example.org/gn/x',
  page: 'https://example.org/gn/page',
};
const ROW: CollectionRow = {
  name: 'moorings',
  title: 'Title of the row',
  tags: ['oceans'],
  citation: undefined,
  isReady: true,
  isConverted: true,
};

function changesOf(
  entry: JsonObject,
  sources: { settings?: RegistrySettings; record?: CatalogueRecord; row?: CollectionRow } = {},
  facts: Partial<DatasetFacts> = {},
) {
  const all = {
    name: 'moorings',
    format: 'parquet',
    uuid: 'u-1',
    address: undefined,
    region: undefined,
    entry,
    ...facts,
  };
  return proposedChanges({ settings: {}, ...sources, facts: all });
}
const told = (...parameters: Parameters<typeof changesOf>) =>
  Object.fromEntries(
    changesOf(...parameters).map(({ field, after, from, replaces }) => [field, [after, from, replaces]]),
  );

describe('proposedChanges', () => {
  it('proposes nothing of nothing', () => expect(changesOf({})).toEqual([]));

  it('fills an entry from a record, in the order of the registry', () => {
    const changes = changesOf({ Name: '', Tags: [] }, { record: RECORD });
    expect(changes.map(({ field, after }) => [field, after])).toEqual([
      ['Name', 'Title of the record'],
      ['Description', 'What the record says.'],
      ['Documentation', 'https://example.org/gn/page'],
      ['Contact', 'quay@example.org'],
      ['ManagedBy', 'Harbour'],
      ['UpdateFrequency', 'As needed'],
      ['License', 'https://creativecommons.org/licenses/by/4.0/'],
      ['Citation', 'Cite the record.'],
    ]);
    expect(changes.every(({ from, replaces }) => from === 'record' && !replaces)).toBe(true);
  });

  it('replaces title, abstract, documentation, licence and citation by those of the record, and nothing else', () => {
    const entry = {
      Name: 'N',
      Description: 'D',
      Contact: 'C',
      ManagedBy: 'M',
      UpdateFrequency: 'U',
      License: 'L',
      Citation: 'X',
    };
    expect(told({ ...entry, Documentation: 'https://d' }, { record: RECORD })).toEqual({
      Name: ['Title of the record', 'record', true],
      Description: ['What the record says.', 'record', true],
      Documentation: ['https://example.org/gn/page', 'record', true],
      License: ['https://creativecommons.org/licenses/by/4.0/', 'record', true],
      Citation: ['Cite the record.', 'record', true],
    });
  });

  it('takes the collections before the record, where they are ready', () => {
    expect(told({ Name: 'N', Tags: ['radar'] }, { record: RECORD, row: ROW })).toMatchObject({
      Name: ['Title of the row', 'collections', true],
      Tags: [['oceans'], 'collections', true],
      Citation: ['Cite the record.', 'record', false],
    });
    expect(told({ Tags: ['radar'] }, { row: { ...ROW, isReady: false } })).toEqual({});
  });

  it('leaves what is equal, but for white space and ends of lines', () => {
    const record = { ...RECORD, abstract: 'a\nb', licence: undefined, citation: undefined };
    const entry = { Name: ' Title of the record', Description: 'a\r\nb\n', Documentation: RECORD.page as string };
    expect(told({ ...entry, Contact: 'c', ManagedBy: 'm', UpdateFrequency: 'u' }, { record })).toEqual({});
    expect(told({ Tags: ['oceans'], Name: ROW.title as string }, { row: ROW })).toEqual({});
  });

  const SETTINGS: RegistrySettings = {
    documentation: 'https://example.org/{uuid}/{name}',
    citation: '{title}, {format}',
    region: 'eu-west-1',
    defaults: {
      Contact: 'desk@example.org',
      License: 'L',
      DataAtWork: { Tutorials: [{ Title: 'Reading {title}', URL: 'https://example.org/{name}', AuthorName: 'A {b}' }] },
    },
  };

  it('fills what says nothing from the settings, and replaces nothing by them', () => {
    expect(told({ Name: 'N', Contact: 'C', License: PLACEHOLDER }, { settings: SETTINGS })).toEqual({
      Documentation: ['https://example.org/u-1/moorings', 'settings', false],
      License: ['L', 'settings', false],
      Citation: ['N, parquet', 'settings', false],
      DataAtWork: [
        { Tutorials: [{ Title: 'Reading N', URL: 'https://example.org/moorings', AuthorName: 'A {b}' }] },
        'settings',
        false,
      ],
    });
  });

  it('does not fill what needs something that is not known', () => {
    const changes = told({}, { settings: SETTINGS }, { uuid: undefined });
    expect(Object.keys(changes)).toEqual(['Contact', 'License']);
  });

  it('takes contact and the like of the settings before those of the record, the address before its page', () => {
    expect(told({}, { settings: SETTINGS, record: RECORD })).toMatchObject({
      Contact: ['desk@example.org', 'settings', false],
      Documentation: ['https://example.org/u-1/moorings', 'record', false],
      License: ['https://creativecommons.org/licenses/by/4.0/', 'record', false],
    });
  });

  it('names the bucket of the config, in the region that is known', () => {
    const address = 's3://harbour/pub/moorings.parquet';
    const resource = (Region: string) => ({
      Description: 'N, cloud-optimised (parquet)',
      ARN: 'arn:aws:s3:::harbour/pub/moorings.parquet',
      Region,
      Type: 'S3 Bucket',
    });
    expect(told({ Name: 'N' }, {}, { address })).toEqual({ Resources: [[resource(PLACEHOLDER)], 'config', false] });
    const inRegion = told({ Name: 'N' }, { settings: { region: 'eu-west-1' } }, { address, region: 'us-east-1' });
    expect(inRegion.Resources?.[0]).toEqual([resource('us-east-1')]);
    expect(told({ Name: 'N' }, { settings: { region: 'eu-west-1' } }, { address }).Resources?.[0]).toEqual([
      resource('eu-west-1'),
    ]);
  });

  it('fills the placeholders of a resource, and leaves the rest of it', () => {
    const kept = {
      Description: 'Mine',
      ARN: PLACEHOLDER,
      Region: 'x',
      Type: 'S3 Bucket',
      Explore: ['[a](https://b.c)'],
    };
    const changes = told(
      { Name: 'N', Resources: [kept] },
      {},
      { address: 's3://b/moorings.parquet', region: 'us-east-1' },
    );
    expect(changes.Resources).toEqual([[{ ...kept, ARN: 'arn:aws:s3:::b/moorings.parquet' }], 'config', false]);
  });

  it('leaves resources that say something, whatever they say', () => {
    const other = [{ Description: 'd', ARN: 'arn:aws:s3:::other', Region: 'us-east-1', Type: 'S3 Bucket' }];
    expect(told({ Resources: other }, {}, { address: 's3://b/moorings.parquet' })).toEqual({});
  });
});
