import type { Data } from 'apache-arrow';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Category, CodedColumn } from '../../model/table/column.js';
import { nullFlags } from './arrow-bits.js';
import type { ColumnSource } from './column-source.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A column of texts or bytes: each distinct value is decoded once. */
export function bytesColumn(data: Data, type: 'string' | 'binary', source: ColumnSource): CodedColumn {
  const bytes = Buffer.from(data.values.buffer, data.values.byteOffset, data.values.byteLength);
  const offsets = offsetsOf(data);
  const categorise = categoriser();
  const decode = type === 'string' ? decodeText(source) : (part: Buffer) => Uint8Array.from(part);
  const codes = codeRows(data, (row) => {
    const part = bytes.subarray(offsets[row], offsets[row + 1]);
    return categorise.code(part.toString('latin1'), () => decode(part));
  });
  return { type, categories: categorise.categories, codes };
}

/** A column of lists of texts. */
export function listColumn(data: Data, child: Data, source: ColumnSource): CodedColumn {
  const items = bytesColumn(child, 'string', source);
  const offsets = offsetsOf(data);
  const categorise = categoriser();
  const codes = codeRows(data, (row) => {
    const part = items.codes.subarray(offsets[row], offsets[row + 1]);
    return categorise.code(part.join(), () => Array.from(part, (code) => itemOf(items, code, source)));
  });
  return { type: 'list<string>', categories: categorise.categories, codes };
}

function itemOf(items: CodedColumn, code: number, source: ColumnSource): string {
  if (code !== -1) return items.categories[code] as string;
  throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { ...source, feature: 'a list with a null in it' });
}

function codeRows(data: Data, codeOf: (row: number) => number): Int32Array {
  const nulls = nullFlags(data);
  const codes = new Int32Array(data.length);
  for (let row = 0; row < codes.length; row++) codes[row] = nulls?.[row] === 1 ? -1 : codeOf(row);
  return codes;
}

/** Where each value begins; large types count in 64 bits, and values of fixed size not at all. */
function offsetsOf(data: Data): ArrayLike<number> {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array | undefined;
  if (offsets instanceof Int32Array) return offsets;
  if (offsets) return Float64Array.from(offsets as BigInt64Array, Number);
  const width = (data.type as unknown as { byteWidth: number }).byteWidth;
  return Float64Array.from({ length: data.length + 1 }, (_, row) => row * width);
}

/** Gives equal keys equal codes, and makes the category of each once. */
function categoriser() {
  const known = new Map<string, number>();
  const categories: Category[] = [];
  const code = (key: string, make: () => Category): number => {
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, categories.length);
    return categories.push(make()) - 1;
  };
  return { categories, code };
}

function decodeText(source: ColumnSource): (part: Buffer) => string {
  return (part) => {
    try {
      return decoder.decode(part);
    } catch (cause) {
      const reason = `column '${source.variable}' holds a text that is not UTF-8`;
      throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri: source.uri, reason }, { cause });
    }
  };
}
