import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { type Header, parseHeader } from './header.js';
import { HeaderCursor } from './header-cursor.js';
import type { SourceBytes } from './source-bytes.js';

const FIRST_BLOCK = 64 * 1024;
/** Beyond any real header; only a damaged one makes the parser want more. */
export const LONGEST_HEADER = 32 * 1024 * 1024;

/**
 * Reads as much of a file as its header takes, in growing blocks.
 *
 * @throws CO_FILE_TRUNCATED, CO_FILE_CORRUPT, or a storage error
 */
export async function readHeader(source: SourceBytes): Promise<Header> {
  let length = Math.min(FIRST_BLOCK, source.size);
  for (;;) {
    const cursor = new HeaderCursor(await source.read(0, length), source.uri, source.size);
    try {
      return parseHeader(cursor);
    } catch (error) {
      length = nextLength(source, length, error);
    }
  }
}

/** How much to read next, where the block and not the file was too short. @throws `error` otherwise */
function nextLength({ uri, size }: SourceBytes, length: number, error: unknown): number {
  if (!isCoded(error, 'CO_FILE_TRUNCATED') || length === size) throw error;
  const wanted = (error.fields as { wanted: number }).wanted;
  if (wanted > size) throw error;
  if (wanted > LONGEST_HEADER)
    throw new CloudOptimisedError('CO_FILE_CORRUPT', {
      uri,
      reason: `its header is longer than ${LONGEST_HEADER} bytes`,
    });
  return Math.min(size, Math.max(wanted, length * 4));
}
