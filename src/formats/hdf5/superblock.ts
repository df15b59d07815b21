/**
 * What the first bytes of an HDF5 file tell before the library touches it: that it is one, and that it is all there.
 * HDF5 File Format Specification, section II.A "Format Signature and Superblock".
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';

/** Reads up to `length` bytes at `offset`; fewer only where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const FIRST_USER_BLOCK = 512;
/** Longest superblock, version 1 with 8-byte addresses, up to its end-of-file address. */
const PROBE_LENGTH = 64;

/**
 * Checks a file's superblock.
 *
 * @throws CO_FILE_EMPTY, CO_FORMAT_MISMATCH, CO_FILE_TRUNCATED, CO_FILE_CORRUPT
 */
export async function checkSuperblock(uri: string, size: number, read: ReadAt): Promise<void> {
  if (size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const superblock = await findSuperblock(size, read);
  if (superblock === undefined) {
    throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri, expected: 'HDF5', found: printable(await read(0, 8)) });
  }
  const wanted = endOfFile(superblock);
  if (wanted === undefined) {
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason: 'its superblock is of no known version' });
  }
  if (wanted > size) throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri, wanted, size });
}

/** The signature stands at 0, 512, 1024, 2048 …, after a user block that is none of HDF5's business. */
async function findSuperblock(size: number, read: ReadAt): Promise<Uint8Array | undefined> {
  for (let offset = 0; offset + SIGNATURE.length <= size; offset = offset === 0 ? FIRST_USER_BLOCK : offset * 2) {
    const bytes = await read(offset, PROBE_LENGTH);
    if (SIGNATURE.every((byte, i) => bytes[i] === byte)) return bytes;
  }
  return undefined;
}

/** The end-of-file address; `Infinity` where the superblock itself is cut off; `undefined` for an unknown version. */
function endOfFile(superblock: Uint8Array): number | undefined {
  const version = superblock[8] ?? 0;
  if (version > 3) return undefined;
  const width = superblock[version < 2 ? 13 : 9] ?? 8;
  const fixed = version === 0 ? 24 : version === 1 ? 28 : 12;
  return unsigned(superblock.subarray(fixed + 2 * width, fixed + 3 * width), width);
}

function unsigned(bytes: Uint8Array, width: number): number | undefined {
  if (![2, 4, 8].includes(width)) return undefined;
  if (bytes.length < width) return Number.POSITIVE_INFINITY;
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

/** Bytes as a message can show them: what is not printable ASCII as `\xNN`. */
function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}
