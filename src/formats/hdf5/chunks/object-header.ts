/**
 * The messages of a dataset's object header: HDF5 File Format Specification, IV.A "Data Object Headers".
 *
 * @module
 */
import { type FileBytes, NotDirect } from './file-bytes.js';

/** One message: its type's number, and its bytes. */
export interface HeaderMessage {
  readonly type: number;
  readonly data: Buffer;
}

const CONTINUATION = 0x10;
const MAX_BLOCKS = 64;
const MAX_BLOCK_BYTES = 1 << 20;
/** A message with this flag lies elsewhere, and only its address stands here. */
const SHARED = 0x02;

/** A run of messages, and how they are told apart. */
interface Block {
  readonly bytes: Buffer;
  readonly version: 1 | 2;
  /** Bytes of the order of creation behind each message's flags (version 2). */
  readonly orderBytes: number;
}

/** All messages of the object header at `address`; shared ones are left out. @throws NotDirect */
export function headerMessages(file: FileBytes, address: number): HeaderMessage[] {
  const first = firstBlock(file, address);
  const messages: HeaderMessage[] = [];
  const blocks = [first];
  for (let at = 0; at < blocks.length; at++) {
    if (at === MAX_BLOCKS) throw new NotDirect('an object header of many blocks');
    for (const message of messagesIn(blocks[at] as Block)) {
      if (message.type === CONTINUATION) blocks.push(continuation(file, message.data, first));
      else messages.push(message);
    }
  }
  return messages;
}

function firstBlock(file: FileBytes, address: number): Block {
  const start = file.read(address, 16);
  if (start.toString('latin1', 0, 4) === 'OHDR') return firstOfVersion2(file, address, start);
  if (start[0] !== 1) throw new NotDirect('an object header of unknown version');
  return { bytes: bounded(file, address + 16, start.readUInt32LE(8)), version: 1, orderBytes: 0 };
}

function firstOfVersion2(file: FileBytes, address: number, start: Buffer): Block {
  const flags = start[5] ?? 0;
  const width = 1 << (flags & 3);
  const at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const length = file.read(at, width).readUIntLE(0, Math.min(width, 6));
  return { bytes: bounded(file, at + width, length), version: 2, orderBytes: flags & 0x04 ? 2 : 0 };
}

/** A block of version 2 begins with a signature and ends with a checksum. */
function continuation(file: FileBytes, data: Buffer, { version, orderBytes }: Block): Block {
  const bytes = bounded(file, addressAt(data, 0), addressAt(data, 8));
  return { bytes: version === 1 ? bytes : bytes.subarray(4, -4), version, orderBytes };
}

function bounded(file: FileBytes, offset: number, length: number): Buffer {
  if (length > MAX_BLOCK_BYTES) throw new NotDirect('a large object header');
  return file.read(offset, length);
}

function* messagesIn({ bytes, version, orderBytes }: Block): Generator<HeaderMessage> {
  const head = version === 1 ? 8 : 4 + orderBytes;
  for (let at = 0; at + head <= bytes.length; ) {
    const type = version === 1 ? bytes.readUInt16LE(at) : bytes.readUInt8(at);
    const size = bytes.readUInt16LE(at + (version === 1 ? 2 : 1));
    const flags = bytes.readUInt8(at + (version === 1 ? 4 : 3));
    const data = bytes.subarray(at + head, at + head + size);
    if (data.length < size) throw new NotDirect('a message that is cut off');
    if (!(flags & SHARED)) yield { type, data };
    at += head + size;
  }
}

/** An address or a length, 8 bytes. @throws NotDirect for one that is undefined or beyond 2^53 */
export function addressAt(bytes: Buffer, offset: number): number {
  const value = Number(bytes.readBigUInt64LE(offset));
  if (!Number.isSafeInteger(value)) throw new NotDirect('an undefined address');
  return value;
}
