import { isObject, type Json, type JsonObject } from '../json.js';

/** A document as rules look at it. Its shape may be wrong: what is not of the expected kind counts as absent. */
export class RuleSubject {
  readonly document: JsonObject;
  /** A parent, to which its children add. */
  readonly fragment: boolean;
  readonly format: 'parquet' | 'zarr' | undefined;
  readonly transformation: JsonObject;
  readonly schema: JsonObject;
  readonly added: JsonObject;

  constructor(document: JsonObject, fragment: boolean) {
    this.document = document;
    this.fragment = fragment;
    const format = document.cloud_optimised_format;
    this.format = format === 'parquet' || format === 'zarr' ? format : undefined;
    this.transformation = objectIn(document, 'schema_transformation');
    this.schema = objectIn(document, 'schema');
    this.added = objectIn(this.transformation, 'add_variables');
  }

  /** Names of the variables of the dataset. */
  get variables(): string[] {
    return [...Object.keys(this.schema), ...Object.keys(this.added)];
  }
}

/** The object under a key, an empty one where there is none. */
export function objectIn(holder: Json | undefined, key: string): JsonObject {
  const value = isObject(holder) ? holder[key] : undefined;
  return isObject(value) ? value : {};
}

/** The text under a key. */
export function textIn(holder: Json | undefined, key: string): string | undefined {
  const value = isObject(holder) ? holder[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The list under a key, an empty one where there is none. */
export function listIn(holder: Json | undefined, key: string): readonly Json[] {
  const value = isObject(holder) ? holder[key] : undefined;
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The texts of a list with their positions. */
export function textsIn(holder: Json | undefined, key: string): [number, string][] {
  return [...listIn(holder, key).entries()].filter((entry): entry is [number, string] => typeof entry[1] === 'string');
}
