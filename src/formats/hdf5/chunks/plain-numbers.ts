import type { NumericType } from '../../../model/data-type.js';
import type { HeaderMessage } from '../metadata/object-header.js';

const DATATYPE = 3;
const FIXED_POINT = 0;
const FLOATING_POINT = 1;
const STRING = 3;
/** Bit field, size and properties of IEEE numbers, little-endian: where sign, exponent and mantissa stand, and the exponent's bias. */
const IEEE: Readonly<Record<string, string>> = {
  float32: '201f00 04000000 0000 2000 17 08 00 17 7f000000',
  float64: '203f00 08000000 0000 4000 34 0b 00 34 ff030000',
};

/**
 * Whether a dataset's values are stored just as this machine holds `type`: little-endian, all bits used, IEEE. Specification,
 * IV.A.2.d "Datatype Message".
 */
export function arePlain(messages: readonly HeaderMessage[], type: NumericType): boolean {
  const data = messages.find((message) => message.type === DATATYPE)?.data;
  if (!data || data.length < 8) return false;
  const kind = (data[0] ?? 0) & 0x0f;
  // Single characters, of which each is a string.
  if (kind === STRING) return type === 'uint8' && data.readUInt32LE(4) === 1;
  const ieee = IEEE[type];
  if (ieee) return kind === FLOATING_POINT && data.toString('hex', 1, 20) === ieee.replaceAll(' ', '');
  return kind === FIXED_POINT && isWhole(data, type);
}

function isWhole(data: Buffer, type: NumericType): boolean {
  const bits = Number(/\d+$/.exec(type)?.[0]);
  const flags = data[1] ?? 0;
  const [offset, precision] = [data.readUInt16LE(8), data.readUInt16LE(10)];
  const isSigned = (flags & 0x08) !== 0;
  return (flags & 0x01) === 0 && isSigned === !type.startsWith('u') && offset === 0 && precision === bits;
}
