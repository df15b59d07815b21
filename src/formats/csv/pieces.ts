import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { TextDecoding } from './decode.js';
import type { CsvEncoding } from './options.js';

/** Bytes read at once. */
const PIECE = 2 ** 23;
/** Characters parsed at once: the cells of a small piece die young, which the garbage collector rewards. */
const PARSED_AT_ONCE = 2 ** 17;
const LINE_FEED = 0x0a;

/**
 * The text of a file, in pieces that end with a line, without a byte order mark.
 *
 * @throws CO_STORAGE_NOT_FOUND, CO_FILE_EMPTY, CO_CSV_UNREADABLE
 */
export async function* textPieces(source: StoredObject, encoding: CsvEncoding): AsyncGenerator<string> {
  const info = await source.storage.head(source.key);
  if (!info) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: source.uri });
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri: source.uri });
  const decoding = new TextDecoding(source.uri, encoding);
  const length = decoding.linesAreBytes ? PIECE : info.size;
  let rest: Uint8Array = new Uint8Array(0);
  for (let offset = 0; offset < info.size; offset += length) {
    const read = await source.storage.getRange(source.key, { offset, length: Math.min(length, info.size - offset) });
    const bytes = rest.length > 0 ? Buffer.concat([rest, read]) : read;
    const end = offset + length >= info.size ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield* smallPieces(decoding.decode(bytes.subarray(0, end)));
    rest = bytes.subarray(end);
  }
}

function* smallPieces(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start + PARSED_AT_ONCE) + 1 || text.length;
    yield text.slice(start, end);
    start = end;
  }
}
