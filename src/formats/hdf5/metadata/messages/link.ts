/**
 * Specification, IV.A.2.g "Link Message", IV.A.2.c "Link Info Message" and IV.A.2.v "Attribute Info Message".
 *
 * @module
 */
import { Cursor, nameFrom, refuse } from '../cursor.js';

/** A name in a group, and the object that it leads to. */
export interface StoredLink {
  readonly name: string;
  readonly bytesOfName: Buffer;
  readonly order: number;
  readonly address: number;
}

/** Where many links or attributes of one object lie. */
export interface DenseStorage {
  readonly isOrderIndexed: boolean;
  /** Address of the heap, and of the tree that lists them by name; `undefined` where they are messages of the object. */
  readonly heap: number | undefined;
  readonly names: number | undefined;
}

const HAS_TYPE = 0x08;
const HAS_ORDER = 0x04;
const HAS_CHARACTERS = 0x10;
const TRACKED = 1;
const INDEXED = 2;

/** @throws NotDirect for other than hard links */
export function linkFrom(data: Buffer): StoredLink {
  const fields = new Cursor(data);
  fields.expect(1, 'another link');
  const flags = fields.u8();
  if (flags & 0xe0) refuse('another link');
  if (flags & HAS_TYPE) fields.expect(0, 'a soft or external link');
  const order = flags & HAS_ORDER ? fields.length() : 0;
  if (flags & HAS_CHARACTERS && fields.u8() > 1) refuse('other characters');
  const bytesOfName = fields.take(fields.unsigned(1 << (flags & 3)));
  return { name: nameFrom(bytesOfName), bytesOfName, order, address: fields.place() };
}

export function linkInfoFrom(data: Buffer): DenseStorage {
  return infoFrom(data, 8);
}

export function attributeInfoFrom(data: Buffer): DenseStorage {
  return infoFrom(data, 2);
}

/** @param orderBytes of the highest number in the order of creation */
function infoFrom(data: Buffer, orderBytes: number): DenseStorage {
  const fields = new Cursor(data);
  fields.expect(0, 'another index');
  const flags = fields.u8();
  const isOrderIndexed = (flags & INDEXED) !== 0;
  if (flags > 3 || (isOrderIndexed && !(flags & TRACKED))) refuse('another index');
  if (flags & TRACKED) fields.skip(orderBytes);
  const [heap, names] = [fields.address(), fields.address()];
  if (isOrderIndexed) fields.skip(8);
  if ((heap === undefined) !== (names === undefined)) refuse('a heap without index');
  return { isOrderIndexed, heap, names };
}
