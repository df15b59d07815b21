/**
 * The messages of an object's header: HDF5 File Format Specification, IV.A "Data Object Headers".
 *
 * @module
 */
import { verify } from './checksum.js';
import { Cursor, refuse } from './cursor.js';

/** Bytes of a file, wherever they come from. */
export interface ByteSource {
  /** @throws NotDirect where the file does not hold them */
  read(offset: number, length: number): Buffer;
}

/** One message: its type's number, and its bytes. */
export interface HeaderMessage {
  readonly type: number;
  /** Whether the message lies elsewhere, and `data` says where. */
  readonly isShared: boolean;
  /** Its place in the order of creation, where the object tracks that of its attributes. */
  readonly order: number;
  readonly data: Buffer;
}

export interface ObjectHeader {
  readonly messages: readonly HeaderMessage[];
  /** Whether the attributes are listed in the order of their creation. */
  readonly isOrderIndexed: boolean;
}

const NIL = 0;
const CONTINUATION = 0x10;
const MAX_BLOCKS = 256;
const SHARED = 0x02;
/** Constant, shared, and not to be shared. The other flags are about messages that a program did not know. */
const KNOWN_FLAGS = 0x07;

/** Flags of headers of version 2. */
const ORDER_TRACKED = 0x04;
const ORDER_INDEXED = 0x08;
const PHASE_CHANGE = 0x10;
const TIMES = 0x20;

/** Reads the object header at `address`. @throws NotDirect */
export function readObjectHeader(file: ByteSource, address: number): ObjectHeader {
  const start = file.read(address, 16);
  return start[0] === 1 ? version1(file, address, start) : version2(file, address, start);
}

function version1(file: ByteSource, address: number, start: Buffer): ObjectHeader {
  const fields = new Cursor(start, 1);
  fields.zeros(1);
  const count = fields.u16();
  if (fields.u32() === 0) refuse('an object that nothing refers to');
  const first = file.read(address + 16, fields.u32());
  let found = 0;
  const messages = collect(
    first,
    address + 16,
    (bytes) => {
      const block = messagesOfVersion1(new Cursor(bytes));
      found += block.length;
      return block;
    },
    (offset, length) => file.read(offset, length),
  );
  if (found !== count) refuse('another count of messages');
  return { messages, isOrderIndexed: false };
}

function messagesOfVersion1(fields: Cursor): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  while (fields.left > 0) {
    const [type, size, flags] = [fields.u16(), fields.u16(), fields.u8()];
    fields.zeros(3);
    if (size % 8 !== 0) refuse('a message between others');
    messages.push(message(type, flags, 0, fields.take(size)));
  }
  return messages;
}

function version2(file: ByteSource, address: number, start: Buffer): ObjectHeader {
  const head = new Cursor(start);
  head.signature('OHDR');
  head.expect(2, 'an object header of unknown version');
  const flags = head.u8();
  if (flags & 0xc0) refuse('unknown flags');
  const width = 1 << (flags & 3);
  const before = 6 + (flags & TIMES ? 16 : 0) + (flags & PHASE_CHANGE ? 4 : 0) + width;
  const length = new Cursor(file.read(address, before), before - width).unsigned(width);
  const whole = verify(file.read(address, before + length + 4));
  const hasOrder = (flags & ORDER_TRACKED) !== 0;
  const messages = collect(
    whole.subarray(before),
    address,
    (bytes) => messagesOfVersion2(new Cursor(bytes), hasOrder),
    (offset, size) => {
      const block = verify(file.read(offset, size));
      new Cursor(block).signature('OCHK');
      return block.subarray(4);
    },
  );
  return { messages, isOrderIndexed: (flags & ORDER_INDEXED) !== 0 };
}

/** What remains at the end of a block may be too small for a message, and is zero. */
function messagesOfVersion2(fields: Cursor, hasOrder: boolean): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  const headBytes = hasOrder ? 6 : 4;
  while (fields.left >= headBytes) {
    const [type, size, flags] = [fields.u8(), fields.u16(), fields.u8()];
    const order = hasOrder ? fields.u16() : 0;
    messages.push(message(type, flags, order, fields.take(size)));
  }
  fields.zeros(fields.left);
  return messages;
}

function message(type: number, flags: number, order: number, data: Buffer): HeaderMessage {
  if (flags & ~KNOWN_FLAGS) refuse('a message with unknown flags');
  return { type, isShared: (flags & SHARED) !== 0, order, data };
}

/** The messages of a first block, and of those that continue it. */
function collect(
  first: Buffer,
  address: number,
  split: (block: Buffer) => HeaderMessage[],
  read: (offset: number, length: number) => Buffer,
): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  const seen = new Set([address]);
  const blocks = [first];
  for (let at = 0; at < blocks.length; at++) {
    for (const one of split(blocks[at] as Buffer)) {
      if (one.type === NIL) continue;
      if (one.type !== CONTINUATION) messages.push(one);
      else blocks.push(continuation(one, seen, read));
    }
  }
  return messages;
}

function continuation(
  { data, isShared }: HeaderMessage,
  seen: Set<number>,
  read: (offset: number, length: number) => Buffer,
): Buffer {
  const fields = new Cursor(data);
  const [offset, length] = [fields.place(), fields.length()];
  if (isShared || seen.has(offset) || seen.size === MAX_BLOCKS) refuse('an odd continuation');
  seen.add(offset);
  return read(offset, length);
}
