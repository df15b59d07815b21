import { allocate, type NumericArray } from '../../model/data-type.js';
import {
  type Category,
  type CodedColumn,
  type Column,
  type FixedColumn,
  isFixed,
  lengthOf,
  storageOf,
} from '../../model/table/column.js';

/** One column from the parts of it, which are of one type. */
export function concatenate(parts: readonly Column[]): Column {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  if (first && isFixed(first)) return concatenateFixed(parts as readonly FixedColumn[], first);
  return concatenateCoded(parts as readonly CodedColumn[], first as CodedColumn);
}

function concatenateFixed(parts: readonly FixedColumn[], { type }: FixedColumn): FixedColumn {
  const rows = parts.reduce((sum, part) => sum + part.values.length, 0);
  const values: NumericArray = allocate(storageOf(type), rows);
  const nulls = parts.some((part) => part.nulls) ? new Uint8Array(rows) : undefined;
  let at = 0;
  for (const part of parts) {
    values.set(part.values as never, at);
    if (part.nulls) nulls?.set(part.nulls, at);
    at += part.values.length;
  }
  return { type, values, nulls };
}

/** Texts are the same category in all parts; bytes and lists stay apart, for they have no identity. */
function concatenateCoded(parts: readonly CodedColumn[], { type }: CodedColumn): CodedColumn {
  const codes = new Int32Array(parts.reduce((sum, part) => sum + lengthOf(part), 0));
  const categories: Category[] = [];
  const known = new Map<Category, number>();
  let at = 0;
  for (const part of parts) {
    const recoded = part.categories.map((category) => {
      const code = known.get(category) ?? categories.push(category) - 1;
      known.set(category, code);
      return code;
    });
    for (const code of part.codes) codes[at++] = code === -1 ? -1 : (recoded[code] as number);
  }
  return { type, categories, codes };
}
