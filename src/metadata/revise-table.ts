/**
 * The sidecar of a table against what its config wants: columns are those of the objects, and only what describes them may change.
 *
 * @module
 */
import type { Accepted, AttributeChange, LeftAlone } from './attribute-change.js';
import { isSameValue } from './attribute-value.js';
import { changeOf, decide, textOf } from './decide.js';

/** One column of a sidecar. */
export interface ColumnMetadata {
  readonly name: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a sidecar tells. */
export interface TableMetadata {
  readonly fields: readonly ColumnMetadata[];
  readonly globalAttributes: Readonly<Record<string, unknown>>;
  /** What its folders are made from, where that is told. */
  readonly partitioning?: unknown;
}

/** What a new sidecar changes. */
export interface RevisedTable {
  readonly changes: readonly AttributeChange[];
  /** What is to stay as it is stored. */
  readonly left: readonly LeftAlone[];
  /** What a sidecar alone cannot change, in words. */
  readonly refused: readonly string[];
}

/** Compares the sidecar that is there with the one that the config wants. */
export function reviseTable(stored: TableMetadata, wanted: TableMetadata, accepted: Accepted): RevisedTable {
  const refused: string[] = [];
  const changes: AttributeChange[] = [];
  const left: LeftAlone[] = [];
  const before = new Map(stored.fields.map((field) => [field.name, field]));
  const names = new Set(wanted.fields.map(({ name }) => name));
  for (const { name } of stored.fields)
    if (!names.has(name)) refused.push(`the published table has the column '${name}', which the config lacks`);
  for (const field of wanted.fields) {
    const old = before.get(field.name);
    if (!old) refused.push(`the published table has no column '${field.name}'`);
    else if (old.type !== field.type)
      refused.push(`'type' of '${field.name}' is '${old.type}' in the published table, not '${field.type}'`);
    else reviseColumn(old, field, { accepted, changes, left, refused });
  }
  const [made, asked] = [stored.partitioning, wanted.partitioning];
  if (made !== undefined && !isSameValue(made, asked))
    refused.push(`the folders of the published table are made from ${textOf(made)}, not from ${textOf(asked)}`);
  changes.push(...globalChanges(stored.globalAttributes, wanted.globalAttributes));
  return { changes, left, refused };
}

interface Found {
  readonly accepted: Accepted;
  readonly changes: AttributeChange[];
  readonly left: LeftAlone[];
  readonly refused: string[];
}

/** Columns are not read by what tells of arrays and their neighbours. */
const OF_ARRAYS: ReadonlySet<string> = new Set(['bounds', 'climatology', 'dims', 'dimensions', '_ARRAY_DIMENSIONS']);

function reviseColumn(old: ColumnMetadata, field: ColumnMetadata, found: Found): void {
  for (const attribute of new Set([...Object.keys(old.attributes), ...Object.keys(field.attributes)])) {
    // Two names of one type; the columns' own types are the same.
    if (attribute === 'type') continue;
    const [stored, asked] = [old.attributes[attribute], field.attributes[attribute]];
    if (OF_ARRAYS.has(attribute) && !isSameValue(stored, asked))
      found.changes.push(changeOf(old.name, attribute, stored, asked));
    if (OF_ARRAYS.has(attribute)) continue;
    const decision = decide({ variable: old.name, attribute, stored, asked, packed: false }, found.accepted);
    if (!decision) continue;
    if ('change' in decision) found.changes.push(decision.change);
    else if (decision.left.code === 'CO_METADATA_MEANING') found.left.push(decision.left);
    else
      found.refused.push(
        `'${attribute}' of '${old.name}' is '${textOf(stored)}' in the published table, not '${textOf(asked)}'`,
      );
  }
}

function globalChanges(
  stored: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): AttributeChange[] {
  const names = [...new Set([...Object.keys(stored), ...Object.keys(wanted)])];
  return names
    .filter((name) => !isSameValue(stored[name], wanted[name]))
    .map((name) => changeOf(null, name, stored[name], wanted[name]));
}
