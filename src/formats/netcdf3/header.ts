/**
 * The header of a NetCDF-3 file, by the grammar of the "NetCDF Classic Format Specification" (CDF-1 and CDF-2) and the
 * "CDF-5 Format Specification" of PnetCDF.
 *
 * @module
 */
import type { AttributeValue } from '../../model/attributes.js';
import { allocateElements, type ElementType, elementSize, elementTypeOf, fromBigEndian } from './element-type.js';
import { decodeText, type HeaderCursor } from './header-cursor.js';

/** A dimension; the one along which records are appended has the length 0 here. */
export interface HeaderDimension {
  readonly name: string;
  readonly length: number;
}

/** A variable as the header describes it. */
export interface HeaderVariable {
  readonly name: string;
  /** Positions in the list of dimensions, slowest first. */
  readonly dimensions: readonly number[];
  readonly attributes: Map<string, AttributeValue>;
  readonly type: ElementType;
  /** Where its values, or those of its first record, begin in the file. */
  readonly begin: number;
}

/** All that stands before the values. */
export interface Header {
  /** How many records there are; `undefined` where the writer was streaming, so that the file's size tells. */
  readonly records: number | undefined;
  readonly dimensions: readonly HeaderDimension[];
  readonly attributes: Map<string, AttributeValue>;
  readonly variables: readonly HeaderVariable[];
  /** Bytes of the header. */
  readonly length: number;
}

const DIMENSIONS = 0x0a;
const VARIABLES = 0x0b;
const ATTRIBUTES = 0x0c;

/** Least bytes of a list's entry: a name of one letter in its padding, and a number. */
const LEAST_ENTRY = 12;

/** @throws CO_FILE_TRUNCATED where the header goes on after the cursor's bytes, CO_FILE_CORRUPT, CO_FORMAT_MISMATCH */
export function parseHeader(cursor: HeaderCursor): Header {
  cursor.version = parseVersion(cursor);
  const records = parseRecords(cursor);
  const dimensions = parseDimensions(cursor);
  const attributes = parseAttributes(cursor);
  const variables = parseVariables(cursor, dimensions);
  return { records, dimensions, attributes, variables, length: cursor.position };
}

function parseVersion(cursor: HeaderCursor): number {
  const magic = cursor.take(4);
  const version = magic[3] as number;
  if (decodeText(magic.subarray(0, 3)) !== 'CDF' || ![1, 2, 5].includes(version))
    throw cursor.corrupt(
      `it begins with the bytes ${Buffer.from(magic).toString('hex')}, which no version of NetCDF-3 has`,
    );
  return version;
}

/** All bits set means that the writer did not know how many records would come. */
function parseRecords(cursor: HeaderCursor): number | undefined {
  if (cursor.version !== 5) {
    const records = cursor.uint32();
    return records === 0xffffffff ? undefined : records;
  }
  const records = cursor.uint64();
  if (records === 0xffffffffffffffffn) return undefined;
  if (records > BigInt(Number.MAX_SAFE_INTEGER)) throw cursor.corrupt(`it tells of '${records}' records`);
  return Number(records);
}

function parseDimensions(cursor: HeaderCursor): HeaderDimension[] {
  const dimensions = parseList(cursor, DIMENSIONS, 'dimensions', () => ({
    name: cursor.name(),
    length: cursor.count(),
  }));
  checkNames(cursor, 'dimension', dimensions);
  if (dimensions.filter(({ length }) => length === 0).length > 1)
    throw cursor.corrupt('it has more than one record dimension');
  return dimensions;
}

function parseAttributes(cursor: HeaderCursor): Map<string, AttributeValue> {
  const parsed = parseList(cursor, ATTRIBUTES, 'attributes', () => {
    const name = cursor.name();
    const type = parseType(cursor, `attribute '${name}'`);
    return { name, value: parseValue(cursor, type) };
  });
  checkNames(cursor, 'attribute', parsed);
  return new Map(parsed.map(({ name, value }) => [name, value]));
}

/** Text ends before the NULs that C programs leave at its end. */
function parseValue(cursor: HeaderCursor, type: ElementType): AttributeValue {
  const count = cursor.countOf(elementSize(type));
  const bytes = cursor.takePadded(count * elementSize(type));
  if (type === 'char') return decodeText(bytes).replace(/\0+$/, '');
  const values = allocateElements(type, count);
  new Uint8Array(values.buffer).set(bytes);
  fromBigEndian(values);
  return values;
}

function parseVariables(cursor: HeaderCursor, dimensions: readonly HeaderDimension[]): HeaderVariable[] {
  const variables = parseList(cursor, VARIABLES, 'variables', () => parseVariable(cursor, dimensions));
  checkNames(cursor, 'variable', variables);
  return variables;
}

/** The size that the header tells of a variable is passed over: it is redundant, and wrong for large variables. */
function parseVariable(cursor: HeaderCursor, dimensions: readonly HeaderDimension[]): HeaderVariable {
  const name = cursor.name();
  const ids = Array.from({ length: cursor.countOf(4) }, () => cursor.count());
  checkDimensionIds(cursor, name, ids, dimensions);
  const attributes = parseAttributes(cursor);
  const type = parseType(cursor, `variable '${name}'`);
  cursor.take(cursor.version === 5 ? 8 : 4);
  return { name, dimensions: ids, attributes, type, begin: cursor.offset() };
}

function checkDimensionIds(
  cursor: HeaderCursor,
  variable: string,
  ids: readonly number[],
  dimensions: readonly HeaderDimension[],
): void {
  ids.forEach((id, axis) => {
    const dimension = dimensions[id];
    if (!dimension)
      throw cursor.corrupt(`variable '${variable}' has the dimension number '${id}' of ${dimensions.length}`);
    if (dimension.length === 0 && axis > 0)
      throw cursor.corrupt(`the record dimension '${dimension.name}' is not the first of variable '${variable}'`);
  });
}

function parseType(cursor: HeaderCursor, of: string): ElementType {
  const code = cursor.uint32();
  const type = elementTypeOf(code, cursor.version);
  if (!type) throw cursor.corrupt(`${of} has the type number '${code}'`);
  return type;
}

/** A tag, a count and as many entries; an absent list is two zeros. */
function parseList<Entry>(cursor: HeaderCursor, tag: number, what: string, parse: () => Entry): Entry[] {
  const found = cursor.uint32();
  const count = cursor.countOf(LEAST_ENTRY);
  if (found !== tag && (found !== 0 || count !== 0))
    throw cursor.corrupt(`its list of ${what} is marked '${found}' and has ${count} entries`);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) entries.push(parse());
  return entries;
}

function checkNames(cursor: HeaderCursor, what: string, entries: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) throw cursor.corrupt(`it has two ${what}s of the name '${name}'`);
    seen.add(name);
  }
}
