import type { Datatype } from './messages/datatype.js';

/** Numbers in this machine's order of bytes; a copy, so that it does not hold on to what surrounds it. */
export function nativeBytes(data: Buffer, { size, littleEndian }: Datatype): Uint8Array {
  const bytes = Buffer.from(new Uint8Array(data).buffer);
  if (littleEndian || size === 1) return bytes;
  return size === 2 ? bytes.swap16() : size === 4 ? bytes.swap32() : bytes.swap64();
}
