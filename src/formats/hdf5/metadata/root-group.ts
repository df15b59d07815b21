/**
 * Where a file's root group lies: HDF5 File Format Specification, II.A "Format Signature and Superblock".
 *
 * @module
 */
import { verify } from './checksum.js';
import { Cursor, refuse } from './cursor.js';
import type { MetadataBytes } from './metadata-bytes.js';
import { readEntry, type SymbolTable, type TreeLimits } from './symbol-table.js';

export interface RootGroup {
  /** Address of its object header. */
  readonly address: number;
  readonly limits: TreeLimits;
  /** What the superblock remembers of its symbol table. */
  readonly table: SymbolTable | undefined;
}

const SIGNATURE = '894844460d0a1a0a';
const DEFAULT_LIMITS: TreeLimits = { symbols: 8, children: 32 };
const VERSION_2_BYTES = 48;

/** Reads the superblock, and tells `file` where HDF5's part of it ends. @throws NotDirect */
export function readRootGroup(file: MetadataBytes): RootGroup {
  const head = file.read(0, 9);
  if (head.toString('hex', 0, 8) !== SIGNATURE) refuse('a user block');
  const version = head[8] ?? 0;
  if (version === 0) return version0(file);
  return version === 2 || version === 3 ? version2(file, version) : refuse('another superblock');
}

function version0(file: MetadataBytes): RootGroup {
  const fields = new Cursor(file.read(0, 96), 8);
  fields.zeros(5);
  checkWidths(fields);
  fields.zeros(1);
  const limits = { symbols: 2 * fields.u16(), children: 2 * fields.u16() };
  if (limits.symbols === 0 || limits.children === 0) refuse('trees without nodes');
  fields.zeros(4);
  if (fields.length() !== 0) refuse('a user block');
  if (fields.address() !== undefined) refuse('free space');
  file.end = fields.place();
  if (fields.address() !== undefined) refuse('a driver');
  const root = readEntry(fields);
  return { address: root.address, limits, table: root.table };
}

function version2(file: MetadataBytes, version: number): RootGroup {
  const fields = new Cursor(verify(file.read(0, VERSION_2_BYTES)), 8);
  fields.expect(version, 'another superblock');
  checkWidths(fields);
  fields.zeros(1);
  if (fields.length() !== 0) refuse('a user block');
  if (fields.address() !== undefined) refuse('an extended superblock');
  file.end = fields.place();
  return { address: fields.place(), limits: DEFAULT_LIMITS, table: undefined };
}

function checkWidths(fields: Cursor): void {
  fields.expect(8, 'short addresses');
  fields.expect(8, 'short lengths');
}
