import type { JsonObject } from '../../src/config/json.js';

/** An entry that the registry would take, with some of its fields replaced; `undefined` takes one away. */
export function sampleEntry(fields: Record<string, unknown> = {}): JsonObject {
  const entry = {
    Name: 'Mooring network profiles',
    Description: 'Profiles of temperature and salinity.',
    Documentation: 'https://example.org/docs',
    Contact: 'moorings@example.org',
    ManagedBy: 'Harbour Mooring Facility',
    UpdateFrequency: 'Monthly',
    Tags: ['oceans', 'ocean velocity'],
    License: 'http://creativecommons.org/licenses/by/4.0/',
    Resources: [
      {
        Description: 'All profiles as Parquet',
        ARN: 'arn:aws:s3:::harbour-data/published/moorings.parquet',
        Region: 'ap-southeast-2',
        Type: 'S3 Bucket',
      },
    ],
    DataAtWork: {
      Tutorials: [
        {
          Title: 'First steps',
          URL: 'https://example.org/first-steps',
          NotebookURL: 'https://example.org/notebooks/first.ipynb',
          Services: ['Athena'],
          AuthorName: 'Ines Vega',
          AuthorURL: 'https://example.org/ines',
        },
      ],
    },
    ...fields,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as JsonObject;
}
