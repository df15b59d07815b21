import type { Json, JsonObject } from '../config/json.js';

/** What a config tells of a dataset that its entry needs. */
export interface DatasetFacts {
  readonly name: string;
  /** `parquet`, `zarr`. */
  readonly format: string;
  /** `metadata_uuid`, unless it is a placeholder. */
  readonly uuid: string | undefined;
  /** Where the dataset lies, where its config names a bucket: `s3://bucket/prefix/name.format`. */
  readonly address: string | undefined;
  /** Region of its bucket, where it is known. */
  readonly region: string | undefined;
  /** The entry so far: of the config merged over its parents. */
  readonly entry: JsonObject;
}

/** Amazon resource name of a dataset in S3. */
export function arnOf(address: string): string {
  return address.replace(/^s3:\/\//, 'arn:aws:s3:::').replace(/\/+$/, '');
}

/** Whether one of the resources of an entry is, or holds, what lies at an address. */
export function namesAddress(resources: Json | undefined, address: string): boolean {
  const arn = arnOf(address);
  const arns = (Array.isArray(resources) ? resources : []).map((item: Json) => String((item as JsonObject)?.ARN ?? ''));
  return arns.some((found) => arn === found || arn.startsWith(`${found.replace(/\/+$/, '')}/`));
}
