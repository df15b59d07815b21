/**
 * Where many links or attributes of one object lie: HDF5 File Format Specification, III.G "Fractal Heap".
 *
 * @module
 */
import { lookup3, verify } from './checksum.js';
import { Cursor, refuse } from './cursor.js';
import type { ByteSource } from './object-header.js';

const HEADER_BYTES = 146;
const CHECKSUM_BYTES = 4;
const HAS_CHECKSUMS = 0x02;
const MAX_BLOCK_BYTES = 1 << 20;

interface Shape {
  /** Blocks of one row of the table. */
  readonly width: number;
  /** Bytes of the blocks of the first two rows; those of each further row are twice as large. */
  readonly start: number;
  /** Rows of blocks that hold objects; those of further rows are tables again. */
  readonly directRows: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly idBytes: number;
  readonly hasChecksums: boolean;
  readonly root: number;
  /** Rows of the root; 0 where it is a block of objects itself. */
  readonly rows: number;
}

/** A run of the heap's own addresses. */
interface HeapBlock {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Reads objects of one heap. Blocks stay in memory as long as this does. */
export class FractalHeap {
  readonly #file: ByteSource;
  readonly #address: number;
  readonly #shape: Shape;
  readonly #blocks = new Map<number, Buffer>();

  /** @throws NotDirect */
  constructor(file: ByteSource, address: number) {
    this.#file = file;
    this.#address = address;
    this.#shape = readShape(file, address);
  }

  get idBytes(): number {
    return this.#shape.idBytes;
  }

  /** The object that `id` names. @throws NotDirect for those of which the heap only knows where they are */
  object(id: Buffer): Buffer {
    const fields = new Cursor(id);
    fields.expect(0, 'a large or a tiny object');
    const { offsetBytes, lengthBytes } = this.#shape;
    const [offset, length] = [fields.unsigned(offsetBytes), fields.unsigned(lengthBytes)];
    const block = this.#find(offset);
    const start = offset - block.offset;
    const isInside = start >= this.#prefixBytes() && start + length <= block.bytes.length;
    return isInside ? block.bytes.subarray(start, start + length) : refuse('an object beyond its block');
  }

  #find(offset: number): HeapBlock {
    const { root, rows, start } = this.#shape;
    if (rows === 0) return { offset: 0, bytes: this.#direct(root, 0, start) };
    return this.#within(offset, this.#table(root, 0, rows), 0);
  }

  /** Looks for `offset` in a table whose blocks begin at `base`. */
  #within(offset: number, table: Buffer, base: number): HeapBlock {
    const { width, start, directRows } = this.#shape;
    const place = offset - base;
    const row = place < width * start ? 0 : Math.floor(Math.log2(place / (width * start))) + 1;
    const rowStart = row === 0 ? 0 : width * start * 2 ** (row - 1);
    const size = row === 0 ? start : start * 2 ** (row - 1);
    const column = Math.floor((place - rowStart) / size);
    const at = base + rowStart + column * size;
    const child = new Cursor(table, 8 * (row * width + column)).place();
    if (row < directRows) return { offset: at, bytes: this.#direct(child, at, size) };
    const rows = Math.log2(size) - Math.log2(start * width) + 1;
    return this.#within(offset, this.#table(child, at, rows), at);
  }

  #direct(address: number, offset: number, size: number): Buffer {
    const known = this.#blocks.get(address);
    if (known) return known;
    if (size > MAX_BLOCK_BYTES) refuse('a large block');
    const bytes = this.#file.read(address, size);
    this.#checkPrefix(new Cursor(bytes), 'FHDB', offset);
    if (this.#shape.hasChecksums) checkBlock(bytes, this.#prefixBytes() - CHECKSUM_BYTES);
    this.#blocks.set(address, bytes);
    return bytes;
  }

  /** The addresses of a table's blocks. */
  #table(address: number, offset: number, rows: number): Buffer {
    const known = this.#blocks.get(address);
    if (known) return known;
    const { width, offsetBytes } = this.#shape;
    const prefix = 13 + offsetBytes;
    const bytes = verify(this.#file.read(address, prefix + 8 * width * rows + CHECKSUM_BYTES));
    this.#checkPrefix(new Cursor(bytes), 'FHIB', offset);
    const table = bytes.subarray(prefix);
    this.#blocks.set(address, table);
    return table;
  }

  #checkPrefix(fields: Cursor, signature: string, offset: number): void {
    fields.signature(signature);
    fields.expect(0, 'another block');
    const isOwn = fields.length() === this.#address && fields.unsigned(this.#shape.offsetBytes) === offset;
    if (!isOwn) refuse('a block of elsewhere');
  }

  /** Bytes of a block in front of its objects. */
  #prefixBytes(): number {
    return 13 + this.#shape.offsetBytes + (this.#shape.hasChecksums ? CHECKSUM_BYTES : 0);
  }
}

/** The checksum is that of the block with zeros in its place. */
function checkBlock(bytes: Buffer, at: number): void {
  const copy = Buffer.from(bytes);
  copy.fill(0, at, at + CHECKSUM_BYTES);
  if (bytes.readUInt32LE(at) !== lookup3(copy)) refuse('another checksum');
}

function readShape(file: ByteSource, address: number): Shape {
  const fields = new Cursor(verify(file.read(address, HEADER_BYTES)));
  fields.signature('FRHP');
  fields.expect(0, 'another heap');
  const [idBytes, filterBytes, flags, mostBytes] = [fields.u16(), fields.u16(), fields.u8(), fields.u32()];
  if (filterBytes !== 0) refuse('a filtered heap');
  fields.skip(12 * 8);
  const [width, start, mostDirect, bits] = [fields.u16(), fields.length(), fields.length(), fields.u16()];
  fields.skip(2);
  const [root, rows] = [fields.place(), fields.u16()];
  const isSound = [width, start, mostDirect].every((size) => size > 0 && Number.isInteger(Math.log2(size)));
  if (!isSound || mostDirect < start || bits > 48 || mostBytes === 0) refuse('another heap');
  const bitsOfBlock = Math.log2(mostDirect);
  return {
    width,
    start,
    directRows: bitsOfBlock - Math.log2(start) + 2,
    offsetBytes: Math.ceil(bits / 8),
    lengthBytes: Math.min(Math.ceil(bitsOfBlock / 8), Math.floor(Math.log2(mostBytes) / 8) + 1),
    idBytes,
    hasChecksums: (flags & HAS_CHECKSUMS) !== 0,
    root,
    rows,
  };
}
