import { describe, expect, it } from 'vitest';
import { dcatDataset } from '../../../src/registry/describe/dcat.js';
import type { RegistryEntry } from '../../../src/registry/entry/registry-entry.generated.js';
import { sampleEntry } from '../sample-entry.js';

const dataset = (
  fields: Record<string, unknown>,
  extent: Parameters<typeof dcatDataset>[2] = { boxes: [], periods: [] },
) => dcatDataset('moorings', sampleEntry(fields) as unknown as RegistryEntry, extent);

describe('dcatDataset', () => {
  it('says what the entry says, in the words of DCAT', () => {
    const extent = {
      boxes: [[170, -50, -170, -40] as const],
      periods: [{ start: '1999-01-01T00:00:00Z', end: undefined }],
    };
    const { '@context': context, ...described } = dataset({ Citation: 'Cite us.' }, extent);
    const licence = { '@id': 'http://creativecommons.org/licenses/by/4.0/' };
    expect(described).toEqual({
      '@id': 'https://example.org/docs',
      '@type': 'dcat:Dataset',
      'dct:identifier': 'moorings',
      'dct:title': 'Mooring network profiles',
      'dct:description': 'Profiles of temperature and salinity.',
      'dcat:landingPage': { '@id': 'https://example.org/docs' },
      'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': 'Harbour Mooring Facility' },
      'dcat:contactPoint': {
        '@type': 'vcard:Organization',
        'vcard:fn': 'Harbour Mooring Facility',
        'vcard:hasEmail': { '@id': 'mailto:moorings@example.org' },
      },
      'dct:accrualPeriodicity': { '@type': 'dct:Frequency', 'rdfs:label': 'Monthly' },
      'dcat:keyword': ['oceans', 'ocean velocity'],
      'dct:license': licence,
      'dct:bibliographicCitation': 'Cite us.',
      'dct:spatial': [
        {
          '@type': 'dct:Location',
          'dcat:bbox': {
            '@value':
              'MULTIPOLYGON (((170 -50, 180 -50, 180 -40, 170 -40, 170 -50)), ((-180 -50, -170 -50, -170 -40, -180 -40, -180 -50)))',
            '@type': 'geo:wktLiteral',
          },
        },
      ],
      'dct:temporal': [
        {
          '@type': 'dct:PeriodOfTime',
          'dcat:startDate': { '@value': '1999-01-01T00:00:00Z', '@type': 'xsd:dateTime' },
        },
      ],
      'dcat:distribution': [
        {
          '@type': 'dcat:Distribution',
          'dct:title': 'All profiles as Parquet',
          'dcat:accessURL': { '@id': 's3://harbour-data/published/moorings.parquet' },
          'dcat:mediaType': { '@id': 'https://www.iana.org/assignments/media-types/application/vnd.apache.parquet' },
          'dct:license': licence,
        },
      ],
    });
    const used = JSON.stringify(described).matchAll(/"(?:@type":")?([a-z]+):[A-Za-z]/g);
    const prefixes = [...used]
      .map(([, prefix]) => prefix as string)
      .filter((prefix) => !/^(https?|mailto|s)$/.test(prefix));
    expect([...new Set(prefixes)].filter((prefix) => !(prefix in (context as object)))).toEqual([]);
  });

  it('says texts that are no addresses as texts', () => {
    expect(dataset({ Documentation: 'Ask', Contact: 'Ask at the desk', License: 'Public' })).toMatchObject({
      'dcat:contactPoint': { 'vcard:note': 'Ask at the desk' },
      'dct:license': { 'rdfs:label': 'Public' },
    });
    expect(dataset({ Documentation: 'Ask' })).not.toHaveProperty('@id');
  });
});
