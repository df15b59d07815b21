/**
 * What the messages of one object say: that it is a group, a dataset or a named type, and what belongs to it.
 *
 * @module
 */
import type { Hdf5Filter } from '../h5wasm.js';
import { readRecords } from './b-tree-2.js';
import { refuse } from './cursor.js';
import { FractalHeap } from './fractal-heap.js';
import { attributeFrom, type StoredAttribute } from './messages/attribute.js';
import { type Dataspace, dataspaceFrom } from './messages/dataspace.js';
import { type Datatype, datatypeFrom } from './messages/datatype.js';
import { checkOldFill, fillFrom } from './messages/fill.js';
import { filtersFrom } from './messages/filters.js';
import { type Layout, layoutFrom } from './messages/layout.js';
import { attributeInfoFrom } from './messages/link.js';
import type { MetadataBytes } from './metadata-bytes.js';
import { type HeaderMessage, type ObjectHeader, readObjectHeader } from './object-header.js';
import { sharedDatatype } from './shared-datatype.js';

/** A message's type. */
export const Message = {
  DATASPACE: 0x01,
  LINK_INFO: 0x02,
  DATATYPE: 0x03,
  OLD_FILL: 0x04,
  FILL: 0x05,
  LINK: 0x06,
  LAYOUT: 0x08,
  GROUP_INFO: 0x0a,
  FILTERS: 0x0b,
  ATTRIBUTE: 0x0c,
  COMMENT: 0x0d,
  OLD_TIME: 0x0e,
  SYMBOL_TABLE: 0x11,
  TIME: 0x12,
  ATTRIBUTE_INFO: 0x15,
  REFERENCE_COUNT: 0x16,
} as const;

/** A dataset's own messages. */
export interface DatasetParts {
  readonly type: Datatype;
  readonly space: Dataspace;
  readonly layout: Layout;
  readonly filters: readonly Hdf5Filter[];
  /** What stands for values that were never written: no bytes for zeros, `undefined` where that is the library's business. */
  readonly fill: Buffer | undefined;
}

export interface StoredObject {
  readonly kind: 'group' | 'dataset' | 'type';
  readonly header: ObjectHeader;
  /** In the library's order. */
  readonly attributes: readonly StoredAttribute[];
  readonly dataset: DatasetParts | undefined;
}

const ANYWHERE = [
  Message.ATTRIBUTE,
  Message.COMMENT,
  Message.OLD_TIME,
  Message.TIME,
  Message.ATTRIBUTE_INFO,
  Message.REFERENCE_COUNT,
];
const ALLOWED: Record<StoredObject['kind'], ReadonlySet<number>> = {
  group: new Set([...ANYWHERE, Message.LINK_INFO, Message.LINK, Message.GROUP_INFO, Message.SYMBOL_TABLE]),
  dataset: new Set([
    ...ANYWHERE,
    Message.DATASPACE,
    Message.DATATYPE,
    Message.OLD_FILL,
    Message.FILL,
    Message.LAYOUT,
    Message.FILTERS,
  ]),
  type: new Set([...ANYWHERE, Message.DATATYPE]),
};
/** Of these an object may have several. */
const REPEATED = new Set<number>([Message.LINK, Message.ATTRIBUTE]);
const ATTRIBUTES_BY_NAME = 8;
const SHARED = 0x02;

/** Reads the object whose header lies at `address`. @throws NotDirect */
export function readObject(file: MetadataBytes, address: number): StoredObject {
  const header = readObjectHeader(file, address);
  const kind = kindOf(header.messages);
  checkMessages(kind, header.messages);
  const attributes = readAttributes(file, header);
  return { kind, header, attributes, dataset: kind === 'dataset' ? datasetFrom(file, header.messages) : undefined };
}

function kindOf(messages: readonly HeaderMessage[]): StoredObject['kind'] {
  const has = (wanted: number) => messages.some(({ type }) => type === wanted);
  if (has(Message.LINK_INFO) || has(Message.SYMBOL_TABLE)) return 'group';
  if (has(Message.LAYOUT)) return 'dataset';
  return has(Message.DATATYPE) ? 'type' : refuse('an object of no kind');
}

function checkMessages(kind: StoredObject['kind'], messages: readonly HeaderMessage[]): void {
  const seen = new Set<number>();
  for (const { type, isShared } of messages) {
    if (!ALLOWED[kind].has(type)) refuse(`a message of type ${type}`);
    if (seen.has(type) && !REPEATED.has(type)) refuse('a message that is there twice');
    if (isShared && (type !== Message.DATATYPE || kind !== 'dataset')) refuse('a shared message');
    seen.add(type);
  }
}

/** The only message of a type, where it is there. */
export function messageOf(messages: readonly HeaderMessage[], type: number): HeaderMessage | undefined {
  return messages.find((message) => message.type === type);
}

function datasetFrom(file: MetadataBytes, messages: readonly HeaderMessage[]): DatasetParts {
  const dataOf = (type: number) => messageOf(messages, type)?.data ?? refuse('a dataset that lacks a message');
  const typeMessage = messageOf(messages, Message.DATATYPE) ?? refuse('a dataset without type');
  const type = datatypeFrom(typeMessage.isShared ? sharedDatatype(file, typeMessage.data) : typeMessage.data);
  const space = dataspaceFrom(dataOf(Message.DATASPACE));
  const filters = messageOf(messages, Message.FILTERS);
  const fill = dataOf(Message.FILL);
  const oldFill = messageOf(messages, Message.OLD_FILL);
  if (oldFill) checkOldFill(oldFill.data, type.size);
  const layout = layoutFrom(dataOf(Message.LAYOUT), space, type.size);
  if (layout.kind === 'contiguous' && layout.address !== undefined) file.check(layout.address, layout.bytes);
  return {
    type,
    space,
    layout,
    fill: fillFrom(fill, type.size),
    filters: filters ? filtersFrom(filters.data) : [],
  };
}

function readAttributes(file: MetadataBytes, { messages, isOrderIndexed }: ObjectHeader): StoredAttribute[] {
  const placed = [...compactAttributes(messages), ...denseAttributes(file, messages, isOrderIndexed)];
  const attributes = placed.map(({ data, order }) => ({
    order,
    ...attributeFrom(data, (shared) => sharedDatatype(file, shared)),
  }));
  attributes.sort(
    isOrderIndexed ? (a, b) => a.order - b.order : (a, b) => Buffer.compare(a.bytesOfName, b.bytesOfName),
  );
  if (new Set(attributes.map(({ name }) => name)).size < attributes.length) refuse('an attribute that is there twice');
  return attributes;
}

interface PlacedAttribute {
  readonly order: number;
  readonly data: Buffer;
}

function compactAttributes(messages: readonly HeaderMessage[]): PlacedAttribute[] {
  return messages.filter(({ type }) => type === Message.ATTRIBUTE);
}

/** A record holds the attribute's place in the heap, flags, its order of creation, and its name's checksum. */
function denseAttributes(
  file: MetadataBytes,
  messages: readonly HeaderMessage[],
  isOrderIndexed: boolean,
): PlacedAttribute[] {
  const message = messageOf(messages, Message.ATTRIBUTE_INFO);
  const info = message && attributeInfoFrom(message.data);
  if (info && info.isOrderIndexed !== isOrderIndexed) refuse('another order of attributes');
  if (info?.heap === undefined || info.names === undefined) return [];
  if (compactAttributes(messages).length > 0) refuse('attributes in two places');
  const heap = new FractalHeap(file, info.heap);
  return readRecords(file, info.names, ATTRIBUTES_BY_NAME).map((record) => {
    const { idBytes } = heap;
    if (record.length !== idBytes + 9 || (record.readUInt8(idBytes) & SHARED) !== 0) refuse('a shared attribute');
    return { data: heap.object(record.subarray(0, idBytes)), order: record.readUInt32LE(idBytes + 1) };
  });
}
