/**
 * Types that lie in an object of their own: HDF5 File Format Specification, IV.A.2 "Shared Message".
 *
 * @module
 */
import { Cursor, refuse } from './cursor.js';
import { type ByteSource, readObjectHeader } from './object-header.js';

const DATATYPE = 3;
const IN_OBJECT = 2;

/** The datatype message that `data` stands for. @throws NotDirect for those in a heap for the whole file */
export function sharedDatatype(file: ByteSource, data: Buffer): Buffer {
  const fields = new Cursor(data);
  const version = fields.u8();
  if (version !== 2 && version !== 3) refuse('another shared message');
  fields.expect(IN_OBJECT, 'a message in a heap');
  const found = readObjectHeader(file, fields.place()).messages.filter(({ type }) => type === DATATYPE);
  const [message] = found;
  return message && found.length === 1 && !message.isShared ? message.data : refuse('no such type');
}
