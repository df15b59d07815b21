import type { ColumnType } from '../../model/table/column.js';
import { readObject } from './read-object.js';
import { parseSidecarValue } from './sidecar-value.js';

/** A column of a dataset, as its sidecar tells it. */
export interface SidecarField {
  readonly name: string;
  readonly type: ColumnType;
  /** In their own types; where the sidecar has them as texts only, as texts. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a `_common_metadata` tells of a dataset. */
export interface DatasetSidecar {
  /** In the order of the schema, partitions included. */
  readonly fields: readonly SidecarField[];
  readonly globalAttributes: Readonly<Record<string, unknown>>;
  /** What the folders were made from, as the config had it; `undefined` where the writer did not tell. */
  readonly partitioning: unknown;
}

/** Where the attributes of a dataset stand; AODN's tool once named them `dataset_metadata`. */
const GLOBAL = ['global_attributes', 'dataset_metadata'];

const PARTITIONING = 'partitioning';

/**
 * Reads the `_common_metadata` of a Parquet dataset that this tool or AODN's has written.
 *
 * @param uri where the bytes come from, for errors
 * @throws CO_SIDECAR_VALUE, or what is wrong with a Parquet file (CO_FILE_CORRUPT, CO_FORMAT_MISMATCH, …)
 */
export function readSidecar(bytes: Uint8Array, uri: string): DatasetSidecar {
  const { columns, columnAttributes, attributes } = readObject(bytes, uri);
  const objectAt = (key: string) => {
    const text = attributes.get(key);
    return typeof text === 'string' ? asObject(parseSidecarValue(text, `${uri}, key ${key}`)) : undefined;
  };
  const fields = Array.from(columns, ([name, { type }]) => {
    const texts = Object.fromEntries(columnAttributes.get(name) ?? []);
    return { name, type, attributes: objectAt(name) ?? texts };
  });
  const key = GLOBAL.find((name) => attributes.has(name) && !columns.has(name));
  const told = columns.has(PARTITIONING) ? undefined : attributes.get(PARTITIONING);
  const partitioning = typeof told === 'string' ? parseSidecarValue(told, `${uri}, key ${PARTITIONING}`) : undefined;
  return { fields, globalAttributes: (key && objectAt(key)) || {}, partitioning };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}
