/**
 * The columns of a dataset: as its `_common_metadata` tells them, or all that its objects have.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { parseSidecarValue } from '../../formats/parquet/sidecar-value.js';
import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { type ColumnType, isFixedType } from '../../model/table/column.js';
import type { OpenedObject } from './footer.js';

/** A column of a dataset. */
export interface DatasetField {
  readonly name: string;
  readonly type: ColumnType;
  readonly attributes: Attributes;
}

/** What is known of a dataset's columns. */
export interface DatasetSchema {
  /** In their order, those of the folders included where a sidecar tells of them. */
  readonly fields: ReadonlyMap<string, DatasetField>;
  readonly attributes: Attributes;
  /** What the folders were made from, where the writer has told it: the config's `partitioning`. */
  readonly partitioning: readonly unknown[];
  /** Where it stands, for errors. */
  readonly uri: string;
}

/** Where the attributes of a dataset stand; AODN's tool once named them `dataset_metadata`. */
const GLOBAL = ['global_attributes', 'dataset_metadata'];
/** Where this tool tells what the folders were made from. */
const PARTITIONING = 'partitioning';

/** Reads a sidecar whose footer is open. @throws CO_SIDECAR_VALUE */
export function schemaOfSidecar({ bytes, metadata, columns }: OpenedObject): DatasetSchema {
  const { uri } = bytes;
  const texts = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? '']));
  const valueAt = (key: string) => {
    const text = texts.get(key);
    return text === undefined ? undefined : parseSidecarValue(text, `${uri}, key ${key}`);
  };
  const fields = fieldsOf([{ bytes, metadata, columns }]);
  const described = [...fields].map(([name, field]) => {
    const found = asRecord(valueAt(name));
    return [name, found ? { ...field, attributes: toAttributes(found) } : field] as const;
  });
  const key = GLOBAL.find((name) => texts.has(name) && !columns.has(name));
  const partitioning = columns.has(PARTITIONING) ? undefined : valueAt(PARTITIONING);
  return {
    fields: new Map(described),
    attributes: toAttributes((key && asRecord(valueAt(key))) || {}),
    partitioning: Array.isArray(partitioning) ? partitioning : [],
    uri,
  };
}

/** All columns that any of the objects has, in the order in which they come. @throws CO_COLUMN_DRIFT */
export function schemaOfObjects(objects: readonly OpenedObject[], uri: string): DatasetSchema {
  return { fields: fieldsOf(objects), attributes: new Map(), partitioning: [], uri };
}

function fieldsOf(objects: readonly OpenedObject[]): Map<string, DatasetField> {
  const fields = new Map<string, DatasetField & { uri: string }>();
  for (const { columns, bytes } of objects) {
    for (const { name, stored, element, hint } of columns.values()) {
      const type = stored?.type ?? (element.num_children ? 'list<string>' : 'binary');
      const known = fields.get(name);
      if (!known) fields.set(name, { name, type, attributes: textAttributes(hint?.metadata), uri: bytes.uri });
      else if (widens(type, known.type)) continue;
      else if (widens(known.type, type)) fields.set(name, { ...known, type });
      else throw drift(name, { uri: bytes.uri, type }, known);
    }
  }
  return fields;
}

/** The error of a column that objects hold in types which have none in common. */
export function drift(
  column: string,
  { uri, type }: { uri: string; type: string },
  other: { uri: string; type: string },
): CloudOptimisedError {
  return new CloudOptimisedError('CO_COLUMN_DRIFT', { column, uri, type, otherUri: other.uri, otherType: other.type });
}

/** Integers by the bits of their values. */
const BITS = /^(u?)int(8|16|32|64)$/;

/** Whether each value of type `from` is one of type `to`, too. */
export function widens(from: ColumnType, to: ColumnType): boolean {
  if (from === to) return true;
  if (!isFixedType(from) || !isFixedType(to)) return false;
  const [, unsigned, bits] = BITS.exec(from) ?? [];
  if (to === 'float64') return from === 'float32' || (bits !== undefined && Number(bits) <= 32);
  const [, toUnsigned, toBits] = BITS.exec(to) ?? [];
  if (bits === undefined || toBits === undefined || (unsigned === '' && toUnsigned === 'u')) return false;
  return Number(toBits) > Number(bits);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : undefined;
}

function textAttributes(metadata: ReadonlyMap<string, string> = new Map()): Attributes {
  return new Map([...metadata].filter(([key]) => key !== 'type'));
}

/** `type` says how a column is stored; the rest is what it means. */
function toAttributes(record: Record<string, unknown>): Attributes {
  const kept = Object.entries(record).filter(([key, value]) => key !== 'type' && value !== null && value !== undefined);
  return new Map(kept.map(([key, value]) => [key, toAttribute(value)]));
}

function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Float64Array.of(value);
  if (typeof value === 'bigint') return BigInt64Array.of(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return Float64Array.from(value);
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item));
}
