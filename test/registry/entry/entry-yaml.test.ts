import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { entryYaml } from '../../../src/registry/entry/entry-yaml.js';
import type { RegistryEntry } from '../../../src/registry/entry/registry-entry.generated.js';
import { sampleEntry } from '../sample-entry.js';

const yamlOf = (fields: Record<string, unknown> = {}) => entryYaml(sampleEntry(fields) as unknown as RegistryEntry);

describe('entryYaml', () => {
  it('is written as the entries of the registry are', async () => {
    expect(await yamlOf()).toBe(`Name: Mooring network profiles
Description: Profiles of temperature and salinity.
Documentation: https://example.org/docs
Contact: moorings@example.org
ManagedBy: Harbour Mooring Facility
UpdateFrequency: Monthly
Tags:
- oceans
- ocean velocity
License: http://creativecommons.org/licenses/by/4.0/
Resources:
- Description: All profiles as Parquet
  ARN: arn:aws:s3:::harbour-data/published/moorings.parquet
  Region: ap-southeast-2
  Type: S3 Bucket
DataAtWork:
  Tutorials:
  - Title: First steps
    URL: https://example.org/first-steps
    NotebookURL: https://example.org/notebooks/first.ipynb
    Services:
    - Athena
    AuthorName: Ines Vega
    AuthorURL: https://example.org/ines
`);
  });

  it.each([
    '2024-05-03',
    'yes',
    'No',
    'on',
    '1e3',
    '0o17',
    '1_000',
    '12:30:45',
    '~',
    'null',
    '- a',
    '# b',
    'a: b',
    'é',
    '"',
    "'",
    'a\n\nb\n',
    ' x ',
    '%a',
    '@b',
    '{c}',
    '[d](https://e.org)',
    '<<',
    '=',
  ])('gives %j back as text, for readers of YAML 1.1 and 1.2', async (text) => {
    const written = await yamlOf({ Description: text, Tags: [text] });
    for (const version of ['1.1', '1.2'] as const)
      expect(parse(written, { version })).toEqual(sampleEntry({ Description: text, Tags: [text] }));
  });

  it('keeps the order of keys, and has no anchors', async () => {
    const shared = { Title: 'a', URL: 'a.org', AuthorName: 'b' };
    const written = await yamlOf({ Name: undefined, DataAtWork: { Publications: [shared, shared] }, Last: 1 });
    expect(written).not.toMatch(/[&*]a1/);
    expect(Object.keys(parse(written))).toEqual(Object.keys(sampleEntry({ Name: undefined, Last: 1 })));
  });
});
