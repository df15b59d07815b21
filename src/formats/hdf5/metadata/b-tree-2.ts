/**
 * The records of a B-tree of version 2: HDF5 File Format Specification, III.A.2 "Version 2 B-trees".
 *
 * @module
 */
import { verify } from './checksum.js';
import { Cursor, refuse } from './cursor.js';
import type { ByteSource } from './object-header.js';

const HEADER_BYTES = 38;
/** A node's signature, version and type, and its checksum. */
const PREFIX_BYTES = 6;
const CHECKSUM_BYTES = 4;
const MAX_DEPTH = 8;
const MAX_RECORDS = 1 << 20;

/** What all nodes of one tree share. */
interface Tree {
  readonly type: number;
  readonly nodeBytes: number;
  readonly recordBytes: number;
  /** Bytes of a pointer to a node of each level. */
  readonly pointerBytes: readonly number[];
  /** Bytes of a count of records of one node. */
  readonly countBytes: number;
}

/** All records, in the tree's order. @throws NotDirect */
export function readRecords(file: ByteSource, address: number, type: number): Buffer[] {
  const fields = new Cursor(verify(file.read(address, HEADER_BYTES)));
  fields.signature('BTHD');
  fields.expect(0, 'another tree');
  fields.expect(type, 'a tree of another type');
  const [nodeBytes, recordBytes, depth] = [fields.u32(), fields.u16(), fields.u16()];
  fields.skip(2);
  const [root, count, total] = [fields.address(), fields.u16(), fields.length()];
  if (depth > MAX_DEPTH || recordBytes === 0 || total > MAX_RECORDS) refuse('a large tree');
  const records: Buffer[] = [];
  if (root !== undefined) {
    visit(file, measure(type, nodeBytes, recordBytes, depth), { address: root, count, level: depth }, records, total);
  }
  return records.length === total ? records : refuse('another count of records');
}

/** How many records nodes of each level hold decides how wide the counts in pointers to them are. */
function measure(type: number, nodeBytes: number, recordBytes: number, depth: number): Tree {
  const room = nodeBytes - PREFIX_BYTES - CHECKSUM_BYTES;
  const most = Math.floor(room / recordBytes);
  if (most < 1) refuse('nodes without room');
  const countBytes = bytesFor(most);
  const pointerBytes = [8 + countBytes];
  let below = most;
  for (let level = 1; level < depth; level++) {
    const pointer = pointerBytes[level - 1] ?? 0;
    const records = Math.floor((room - pointer) / (recordBytes + pointer));
    below = (records + 1) * below + records;
    pointerBytes.push(8 + countBytes + bytesFor(below));
  }
  return { type, nodeBytes, recordBytes, pointerBytes, countBytes };
}

/** The fewest bytes that hold a number. */
function bytesFor(most: number): number {
  return Math.floor(Math.log2(most) / 8) + 1;
}

interface NodePlace {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

function visit(file: ByteSource, tree: Tree, node: NodePlace, records: Buffer[], total: number): void {
  const { address, count, level } = node;
  const pointerBytes = level > 0 ? (tree.pointerBytes[level - 1] ?? 0) : 0;
  const length =
    PREFIX_BYTES + count * tree.recordBytes + (level > 0 ? (count + 1) * pointerBytes : 0) + CHECKSUM_BYTES;
  if (length > tree.nodeBytes || records.length + count > total) refuse('too many records');
  const fields = new Cursor(verify(file.read(address, length)));
  fields.signature(level > 0 ? 'BTIN' : 'BTLF');
  fields.expect(0, 'another node');
  fields.expect(tree.type, 'a node of another type');
  const own = Array.from({ length: count }, () => fields.take(tree.recordBytes));
  if (level === 0) {
    records.push(...own);
    return;
  }
  for (let child = 0; child <= count; child++) {
    const next = { address: fields.place(), count: fields.unsigned(tree.countBytes), level: level - 1 };
    fields.skip(pointerBytes - 8 - tree.countBytes);
    visit(file, tree, next, records, total);
    const separator = own[child];
    if (separator) records.push(separator);
  }
}
