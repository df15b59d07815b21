import { describe, expect, it } from 'vitest';
import type { DatasetExtent } from '../../../src/registry/describe/extent.js';
import { spdxOf } from '../../../src/registry/describe/spdx.js';
import { stacCollection } from '../../../src/registry/describe/stac.js';
import type { RegistryEntry } from '../../../src/registry/entry/registry-entry.generated.js';
import { sampleEntry } from '../sample-entry.js';

const NOWHERE: DatasetExtent = { boxes: [], periods: [] };
const collection = (fields: Record<string, unknown> = {}, extent = NOWHERE) =>
  stacCollection('moorings', sampleEntry(fields) as unknown as RegistryEntry, extent) as Record<string, unknown> & {
    extent: { spatial: { bbox: unknown }; temporal: { interval: unknown } };
  };

describe('stacCollection', () => {
  it('has what STAC 1.1.0 requires, and what the entry tells', () => {
    const extent: DatasetExtent = {
      boxes: [[113.5, -44, 153.6, -12.25]],
      periods: [{ start: '2008-02-11T23:00:00Z', end: undefined }],
    };
    expect(collection({ Citation: 'Cite us.', ManagedBy: '[Harbour](https://harbour.example.org)' }, extent)).toEqual({
      type: 'Collection',
      stac_version: '1.1.0',
      stac_extensions: [
        'https://stac-extensions.github.io/scientific/v1.0.0/schema.json',
        'https://stac-extensions.github.io/storage/v1.0.0/schema.json',
      ],
      id: 'moorings',
      title: 'Mooring network profiles',
      description: 'Profiles of temperature and salinity.',
      keywords: ['oceans', 'ocean velocity'],
      license: 'CC-BY-4.0',
      providers: [{ name: 'Harbour', roles: ['processor', 'host'], url: 'https://harbour.example.org' }],
      extent: {
        spatial: { bbox: [[113.5, -44, 153.6, -12.25]] },
        temporal: { interval: [['2008-02-11T23:00:00Z', null]] },
      },
      'sci:citation': 'Cite us.',
      links: [
        { rel: 'license', href: 'http://creativecommons.org/licenses/by/4.0/', title: 'Licence' },
        { rel: 'about', href: 'https://example.org/docs', title: 'Documentation' },
        { rel: 'related', href: 'https://example.org/first-steps', title: 'First steps' },
      ],
      assets: {
        data: {
          href: 's3://harbour-data/published/moorings.parquet',
          title: 'All profiles as Parquet',
          type: 'application/vnd.apache.parquet',
          roles: ['data'],
          'storage:platform': 'AWS',
          'storage:region': 'ap-southeast-2',
          'storage:requester_pays': false,
        },
      },
    });
  });

  it('is everywhere and at all times where nobody tells', () => {
    expect(collection().extent).toEqual({
      spatial: { bbox: [[-180, -90, 180, 90]] },
      temporal: { interval: [[null, null]] },
    });
  });

  it('puts what is around all boxes and periods first', () => {
    const { extent } = collection(
      {},
      {
        boxes: [
          [0, 0, 10, 10],
          [-5, 5, 5, 20],
        ],
        periods: [
          { start: '2001-01-01T00:00:00Z', end: '2002-01-01T00:00:00Z' },
          { start: '2000-01-01T00:00:00Z', end: undefined },
        ],
      },
    );
    expect(extent.spatial.bbox).toEqual([
      [-5, 0, 10, 20],
      [0, 0, 10, 10],
      [-5, 5, 5, 20],
    ]);
    expect(extent.temporal.interval).toEqual([
      ['2000-01-01T00:00:00Z', null],
      ['2001-01-01T00:00:00Z', '2002-01-01T00:00:00Z'],
      ['2000-01-01T00:00:00Z', null],
    ]);
    const crossing = collection(
      {},
      {
        boxes: [
          [170, -50, -170, -40],
          [0, 0, 1, 1],
        ],
        periods: [],
      },
    );
    expect((crossing.extent.spatial.bbox as unknown[])[0]).toEqual([-180, -50, 180, 1]);
  });
});

describe('spdxOf', () => {
  it.each([
    ['http://creativecommons.org/licenses/by/4.0/', 'CC-BY-4.0'],
    ['Licence: https://creativecommons.org/licenses/by-nc-sa/3.0', 'CC-BY-NC-SA-3.0'],
    ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0'],
    ['CC-BY-4.0', 'CC-BY-4.0'],
    ['https://opendatacommons.org/licenses/odbl/1-0/', 'ODbL-1.0'],
    ['Ask us', undefined],
  ])('of %s is %s', (licence, id) => expect(spdxOf(licence)).toBe(id));

  it('takes what the settings know first', () =>
    expect(spdxOf('Ask us', { 'Ask us': 'LicenseRef-own' })).toBe('LicenseRef-own'));
});
