/**
 * Specification, IV.A.2.m "Attribute Message".
 *
 * @module
 */
import { beforeNul, Cursor, nameFrom, refuse } from '../cursor.js';
import { type Dataspace, dataspaceFrom } from './dataspace.js';
import { type Datatype, datatypeFrom } from './datatype.js';

/** An attribute, with its values as they are stored. */
export interface StoredAttribute {
  readonly name: string;
  readonly bytesOfName: Buffer;
  readonly type: Datatype;
  readonly space: Dataspace;
  readonly data: Buffer;
}

const SHARED_TYPE = 1;

/** @param sharedType gives the datatype message that a shared one stands for */
export function attributeFrom(message: Buffer, sharedType: (data: Buffer) => Buffer): StoredAttribute {
  const fields = new Cursor(message);
  const version = fields.u8();
  if (version < 1 || version > 3) refuse('another attribute');
  const flags = fields.u8();
  if (flags & ~(version === 1 ? 0 : SHARED_TYPE)) refuse('a shared dataspace');
  const sizes = [fields.u16(), fields.u16(), fields.u16()];
  if (version === 3 && fields.u8() > 1) refuse('other characters');
  const [name, type, space] = sizes.map((size) => part(fields, size, version)) as [Buffer, Buffer, Buffer];
  const bytesOfName = beforeNul(name);
  return valued(bytesOfName, datatypeFrom(flags & SHARED_TYPE ? sharedType(type) : type), dataspaceFrom(space), fields);
}

function valued(bytesOfName: Buffer, type: Datatype, space: Dataspace, fields: Cursor): StoredAttribute {
  return { name: nameOf(bytesOfName), bytesOfName, type, space, data: fields.take(space.size * type.size) };
}

/** Attributes' names are no paths, so slashes and dots are common characters in them. */
function nameOf(bytes: Buffer): string {
  nameFrom(Buffer.from(bytes.toString('latin1').replace(/[/.]/g, '_'), 'latin1'));
  return bytes.toString('utf8');
}

/** In version 1 each part takes a multiple of 8 bytes. */
function part(fields: Cursor, size: number, version: number): Buffer {
  const bytes = fields.take(size);
  if (version === 1) fields.skip((8 - (size % 8)) % 8);
  return bytes;
}
