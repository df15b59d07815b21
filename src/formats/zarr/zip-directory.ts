/**
 * The central directory of a zip (PKWARE's APPNOTE 6.3, with Zip64).
 *
 * @module
 */
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';

/** An object in a zip. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** Bytes as they lie in the zip, and as they come out. */
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly header: number;
}

const END_SIZE = 22;
const LARGEST_COMMENT = 0xffff;
const ENTRY_SIZE = 46;
const LARGEST_DIRECTORY = 2 ** 30;

/** Reads the directory of a zip of `size` bytes, and nothing else of it. @throws CO_FILE_CORRUPT, CO_FILE_TRUNCATED */
export async function readZipDirectory(source: StoredObject, size: number): Promise<ZipEntry[]> {
  const { offset, length, count } = await findDirectory(source, size);
  if (offset + length > size || length > LARGEST_DIRECTORY) throw corrupt(source, `its directory has ${length} bytes`);
  const bytes = await rangeOf(source, offset, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    const { entry, next } = parseEntry(source, bytes, at);
    entries.push(entry);
    at = next;
  }
  return entries;
}

interface DirectoryPlace {
  readonly offset: number;
  readonly length: number;
  readonly count: number;
}

async function findDirectory(source: StoredObject, size: number): Promise<DirectoryPlace> {
  const tail = await rangeOf(
    source,
    Math.max(0, size - END_SIZE - LARGEST_COMMENT),
    Math.min(size, END_SIZE + LARGEST_COMMENT),
  );
  const at = endRecord(tail);
  if (at < 0) throw corrupt(source, 'it has no end of a zip directory');
  const place = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const needs64 = place.count === 0xffff || place.length === 0xffffffff || place.offset === 0xffffffff;
  return needs64 ? findDirectory64(source, tail, at, size) : place;
}

/** The last end record whose comment reaches to the end of the file. */
function endRecord(tail: Buffer): number {
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return -1;
}

async function findDirectory64(source: StoredObject, tail: Buffer, end: number, size: number): Promise<DirectoryPlace> {
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) throw corrupt(source, 'it has no Zip64 locator');
  const at = Number(tail.readBigUInt64LE(locator + 8));
  if (at + 56 > size) throw corrupt(source, `its Zip64 record is at ${at}`);
  const record = await rangeOf(source, at, 56);
  if (record.readUInt32LE(0) !== 0x06064b50) throw corrupt(source, 'it has no Zip64 record where it should be');
  const numberAt = (position: number) => Number(record.readBigUInt64LE(position));
  return { count: numberAt(32), length: numberAt(40), offset: numberAt(48) };
}

function parseEntry(source: StoredObject, bytes: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (at + ENTRY_SIZE > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) {
    throw corrupt(source, `its directory is broken at byte ${at}`);
  }
  const nameEnd = at + ENTRY_SIZE + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) throw corrupt(source, `its directory ends within the entry at byte ${at}`);
  const sizes = wideSizes(source, bytes.subarray(nameEnd, extraEnd), [
    bytes.readUInt32LE(at + 24),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 42),
  ]);
  const entry = {
    name: bytes.toString('utf8', at + ENTRY_SIZE, nameEnd).replaceAll('\\', '/'),
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    method: bytes.readUInt16LE(at + 10),
    crc32: bytes.readUInt32LE(at + 16),
    ...sizes,
  };
  return { entry, next };
}

/** Size, packed size and header of an entry; those that do not fit into 32 bits stand in the Zip64 field, in this order. */
function wideSizes(source: StoredObject, extra: Buffer, narrow: readonly [number, number, number]) {
  const field = narrow.includes(0xffffffff) ? zip64Field(source, extra) : undefined;
  let at = 0;
  const wide = (value: number): number => {
    if (value !== 0xffffffff || !field) return value;
    at += 8;
    if (at > field.length) throw corrupt(source, 'a Zip64 field is too short');
    return Number(field.readBigUInt64LE(at - 8));
  };
  return { size: wide(narrow[0]), packed: wide(narrow[1]), header: wide(narrow[2]) };
}

function zip64Field(source: StoredObject, extra: Buffer): Buffer {
  let at = 0;
  while (at + 4 <= extra.length) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1 && end <= extra.length) return extra.subarray(at + 4, end);
    at = end;
  }
  throw corrupt(source, 'an entry lacks its Zip64 field');
}

/** A range of the zip, as a Buffer. */
export async function rangeOf({ storage, key }: StoredObject, offset: number, length: number): Promise<Buffer> {
  const bytes = await storage.getRange(key, { offset, length });
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
}

export function corrupt(
  { uri }: StoredObject,
  reason: string,
  cause?: unknown,
): CloudOptimisedError<'CO_FILE_CORRUPT'> {
  return new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason }, { cause });
}
