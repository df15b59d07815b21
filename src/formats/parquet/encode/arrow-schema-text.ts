import type { Field } from '../../../contracts/table-writer.js';
import { loadArrow } from '../arrow-library.js';
import { arrowType } from '../arrow-types.js';
import type { KeyValues } from './encode-object.js';

/** Bytes at the end of a stream that holds a schema alone: the marker of its end. */
const END_OF_STREAM = 8;

const known = new WeakMap<readonly Field[], string>();

/**
 * The value of `ARROW:schema`: from it Arrow's readers know types that Parquet has no name for, and the metadata of fields.
 * An Arrow IPC message in base64. The fields of a dataset are the same in every object: theirs is made once.
 */
export function arrowSchemaText(fields: readonly Field[], keyValues?: KeyValues): string {
  const text = keyValues ? undefined : known.get(fields);
  if (text !== undefined) return text;
  const arrow = loadArrow();
  const arrowFields = fields.map(({ name, type, metadata }) => {
    return new arrow.Field(name, arrowType(arrow, type), true, keyValues && new Map(Object.entries(metadata)));
  });
  const schema = new arrow.Schema(arrowFields, keyValues && new Map(Object.entries(keyValues)));
  const stream = arrow.tableToIPC(new arrow.Table(schema), 'stream');
  const made = Buffer.from(stream.subarray(0, stream.length - END_OF_STREAM)).toString('base64');
  if (!keyValues) known.set(fields, made);
  return made;
}
