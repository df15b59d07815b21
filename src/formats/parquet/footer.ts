import { CloudOptimisedError } from '../../errors/index.js';

const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';
/** Magic, footer length and magic: no file is shorter. */
const SHORTEST = 12;

/**
 * Checks the frame of a Parquet file (magic, footer length, magic), so that what is not one, or was cut off, is told
 * apart from damage inside.
 *
 * @throws CO_FILE_EMPTY, CO_FORMAT_MISMATCH, CO_FILE_TRUNCATED, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED
 */
export function checkFooter(bytes: Uint8Array, uri: string): void {
  const size = bytes.length;
  if (size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const head = text(bytes.subarray(0, 4));
  if (head === ENCRYPTED || text(bytes.subarray(-4)) === ENCRYPTED) {
    throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: '*', feature: 'encryption' });
  }
  if (head !== MAGIC) {
    const found = JSON.stringify(text(bytes.subarray(0, 8))).slice(1, -1);
    throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri, expected: 'Parquet', found });
  }
  if (size < SHORTEST || text(bytes.subarray(-4)) !== MAGIC) {
    throw new CloudOptimisedError('CO_FILE_CORRUPT', {
      uri,
      reason: 'it has no footer: it was cut off, or is still being written',
    });
  }
  const wanted = new DataView(bytes.buffer, bytes.byteOffset, size).getUint32(size - 8, true) + SHORTEST;
  if (wanted > size) throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri, wanted, size });
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
