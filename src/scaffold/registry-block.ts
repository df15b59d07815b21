import { PLACEHOLDER } from '../config/rules/placeholder.js';

/** What a catalogue's record tells of a dataset. */
export interface DatasetRecord {
  readonly title?: string | undefined;
  readonly abstract?: string | undefined;
  readonly citation?: string | undefined;
  readonly licence?: string | undefined;
  readonly documentation?: string | undefined;
  readonly contact?: string | undefined;
  readonly managedBy?: string | undefined;
}

/** The entry for the Registry of Open Data on AWS, as far as it is known; the rest are placeholders, with which a dataset can be published all the same. */
export function registryBlock(name: string, format: string, title: string, record: DatasetRecord = {}) {
  return {
    Name: record.title ?? title,
    Description: record.abstract ?? PLACEHOLDER,
    Documentation: record.documentation ?? PLACEHOLDER,
    Contact: record.contact ?? PLACEHOLDER,
    ManagedBy: record.managedBy ?? PLACEHOLDER,
    UpdateFrequency: PLACEHOLDER,
    Tags: [],
    License: record.licence ?? PLACEHOLDER,
    Resources: [{ Description: `${name}.${format}`, ARN: PLACEHOLDER, Region: PLACEHOLDER, Type: 'S3 Bucket' }],
    ...(record.citation !== undefined && { Citation: record.citation }),
  };
}
