/**
 * Groups in the old way, as a table of symbols: HDF5 File Format Specification, III.A "B-trees, version 1", III.B "Group
 * Symbol Table Nodes", III.C "Symbol Table Entry" and III.D "Local Heaps".
 *
 * @module
 */
import { Cursor, nameFrom, refuse } from './cursor.js';
import type { MetadataBytes } from './metadata-bytes.js';

/** The message that makes an object such a group. */
export interface SymbolTable {
  readonly tree: number;
  readonly heap: number;
}

/** How many symbols one node holds at most, and how many children. */
export interface TreeLimits {
  readonly symbols: number;
  readonly children: number;
}

/** A name in a group, and the object that it leads to. */
export interface HardLink {
  readonly name: string;
  readonly address: number;
}

interface SymbolEntry {
  readonly nameOffset: number;
  readonly address: number;
  /** What it remembers of the object's own symbol table. */
  readonly table: SymbolTable | undefined;
}

const ENTRY_BYTES = 40;
const MAX_LEVEL = 8;
const NO_MORE_FREE = 1;

/** Reads one entry. @throws NotDirect for other than hard links */
export function readEntry(fields: Cursor): SymbolEntry {
  const [nameOffset, address, kind] = [fields.length(), fields.place(), fields.u32()];
  fields.zeros(4);
  if (kind > 1) refuse('a soft link');
  const scratch = new Cursor(fields.take(16));
  return { nameOffset, address, table: kind === 1 ? { tree: scratch.place(), heap: scratch.place() } : undefined };
}

export function symbolTableFrom(data: Buffer): SymbolTable {
  const fields = new Cursor(data);
  return { tree: fields.place(), heap: fields.place() };
}

/** The members of a group, by name. @throws NotDirect */
export function readSymbolTable(file: MetadataBytes, table: SymbolTable, limits: TreeLimits): HardLink[] {
  const names = readHeap(file, table.heap);
  const level = new Cursor(file.read(table.tree, 8), 5).u8();
  if (level > MAX_LEVEL) refuse('a deep tree');
  const walk = new TreeWalk(file, names, limits);
  walk.visit(table.tree, level);
  return walk.links;
}

/** Each node must be one level lower than the one that leads to it, so no chain of nodes is endless. */
class TreeWalk {
  readonly links: HardLink[] = [];
  readonly #file: MetadataBytes;
  readonly #names: Buffer;
  readonly #limits: TreeLimits;
  readonly #seen = new Set<number>();
  #last: Buffer = Buffer.alloc(0);

  constructor(file: MetadataBytes, names: Buffer, limits: TreeLimits) {
    this.#file = file;
    this.#names = names;
    this.#limits = limits;
  }

  visit(address: number, level: number): void {
    this.#enter(address);
    const { children } = this.#limits;
    const fields = new Cursor(this.#file.read(address, 24 + 8 * (2 * children + 1)));
    fields.signature('TREE');
    fields.expect(0, 'a tree of chunks');
    fields.expect(level, 'a node of another level');
    const count = fields.u16();
    if (count > children) refuse('too many children');
    fields.skip(16);
    let low = this.#name(fields.length());
    for (let child = 0; child < count; child++) {
      const next = fields.place();
      const high = this.#name(fields.length());
      if (level > 0) this.visit(next, level - 1);
      else this.#symbols(next, low, high);
      low = high;
    }
  }

  /** Names must lie between those in the tree, and follow each other, or the library would not find them. */
  #symbols(address: number, low: Buffer, high: Buffer): void {
    this.#enter(address);
    const fields = new Cursor(this.#file.read(address, 8 + this.#limits.symbols * ENTRY_BYTES));
    fields.signature('SNOD');
    fields.expect(1, 'other symbols');
    fields.zeros(1);
    const count = fields.u16();
    if (count > this.#limits.symbols) refuse('too many symbols');
    for (let symbol = 0; symbol < count; symbol++) {
      const { nameOffset, address: target } = readEntry(fields);
      const name = this.#name(nameOffset);
      const isFirst = this.links.length === 0;
      const isInOrder = (isFirst || Buffer.compare(this.#last, name) < 0) && Buffer.compare(low, name) < 0;
      if (!isInOrder || Buffer.compare(name, high) > 0) refuse('names out of order');
      this.links.push({ name: nameFrom(name), address: target });
      this.#last = name;
    }
  }

  #enter(address: number): void {
    if (this.#seen.has(address)) refuse('a node that is there twice');
    this.#seen.add(address);
  }

  #name(offset: number): Buffer {
    const end = offset < this.#names.length ? this.#names.indexOf(0, offset) : -1;
    return end < 0 ? refuse('a name without end') : this.#names.subarray(offset, end);
  }
}

function readHeap(file: MetadataBytes, address: number): Buffer {
  const fields = new Cursor(file.read(address, 32));
  fields.signature('HEAP');
  fields.zeros(4);
  const [size, free, start] = [fields.length(), fields.length(), fields.place()];
  const heap = file.read(start, size);
  checkFreeList(heap, free);
  return heap;
}

/** Blocks in the heap that are not used. They do not matter here, but the library refuses a heap where they are wrong. */
function checkFreeList(heap: Buffer, first: number): void {
  const seen = new Set<number>();
  for (let at = first; at !== NO_MORE_FREE; ) {
    if (at >= heap.length || seen.has(at)) refuse('an odd list of free space');
    seen.add(at);
    const fields = new Cursor(heap, at);
    const [next, size] = [fields.length(), fields.length()];
    if (size > heap.length - at || size < 16 || next === 0) refuse('an odd list of free space');
    at = next;
  }
}
