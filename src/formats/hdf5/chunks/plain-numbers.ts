import { byteSize, type NumericType } from '../../../model/data-type.js';
import { datatypeFrom, TypeClass } from '../metadata/messages/datatype.js';
import type { HeaderMessage } from '../metadata/object-header.js';

const DATATYPE = 3;

/**
 * Whether a dataset's values are stored just as this machine holds `type`: little-endian, all bits used, IEEE.
 *
 * @throws NotDirect for types that are not known here
 */
export function arePlain(messages: readonly HeaderMessage[], type: NumericType): boolean {
  const data = messages.find((message) => message.type === DATATYPE)?.data;
  if (!data) return false;
  const { kind, size, signed, littleEndian, unusual } = datatypeFrom(data);
  // Single characters, of which each is a string.
  if (kind === TypeClass.STRING) return type === 'uint8' && size === 1;
  const isOfKind = type.startsWith('float')
    ? kind === TypeClass.FLOAT
    : kind === TypeClass.INTEGER && signed === !type.startsWith('u');
  return isOfKind && littleEndian && unusual === undefined && size === byteSize(type);
}
