import type { Resource } from '../entry/registry-entry.generated.js';

/** A name that may be a link in Markdown: `[NOAA](https://www.noaa.gov/)`. */
export interface Party {
  readonly name: string;
  readonly url: string | undefined;
}

/** Who keeps a dataset. */
export function partyOf(managedBy: string): Party {
  const [, name, url] = /^\[(.+)\]\((https?:[^)\s]+)\)$/.exec(managedBy.trim()) ?? [];
  return { name: name ?? managedBy.trim(), url };
}

/** The address in a text that is, or holds, one. */
export function addressIn(text: string | undefined): string | undefined {
  return /https?:\/\/[^\s"'<>)]+/.exec(text ?? '')?.[0];
}

/** Address of a mailbox, for contacts that are one. */
export function mailOf(contact: string): string | undefined {
  return /^(?:mailto:)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)$/.exec(contact.trim())?.[1];
}

/** Where a resource in S3 lies: `s3://bucket/prefix` of `arn:aws:s3:::bucket/prefix`. */
export function addressOf({ ARN: arn, Host: host }: Resource): string | undefined {
  const path = /^arn:aws(?:-iso)?:s3:::(.+)$/.exec(arn ?? '')?.[1];
  return path === undefined ? host : `s3://${path}`;
}

/** Media types of datasets by the ending of their folders. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  parquet: 'application/vnd.apache.parquet',
  zarr: 'application/vnd.zarr',
};

/** The media type of what lies at an address; `undefined` where its name does not tell. */
export function mediaTypeOf(address: string): string | undefined {
  return MEDIA_TYPES[/\.(\w+)\/?$/.exec(address)?.[1] ?? ''];
}
