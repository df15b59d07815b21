import { CloudOptimisedError } from '../../errors/index.js';
import type { CsvEncoding } from './options.js';

const LINE_FEED = 0x0a;

/** Windows-1252 differs from ISO 8859-1 in these; 0 where it has no character. */
const CP1252_80_TO_9F = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
] as const;

/** Turns a file's bytes into text, piece by piece; each piece but the last ends with a line. */
export class TextDecoding {
  readonly #uri: string;
  readonly #encoding: CsvEncoding;
  #lines = 0;
  #first = true;

  constructor(uri: string, encoding: CsvEncoding) {
    this.#uri = uri;
    this.#encoding = encoding;
  }

  /** Whether a line ends where the byte 10 stands; otherwise the file must be decoded as one piece. */
  get linesAreBytes(): boolean {
    return !this.#encoding.startsWith('utf-16');
  }

  /** @throws CO_CSV_UNREADABLE with the first line that is not of the encoding */
  decode(bytes: Uint8Array): string {
    const piece = this.#first ? this.#withoutMark(bytes) : bytes;
    this.#first = false;
    const text = decodePiece(piece, this.#encoding);
    if (text === undefined) throw this.#unreadable(piece);
    const nul = text.indexOf('\0');
    if (nul !== -1)
      throw this.#refusal(
        countLines(text.slice(0, nul)),
        'it holds the character NUL; is it UTF-16, or not text at all?',
      );
    this.#lines += countLines(text);
    return text;
  }

  #withoutMark(bytes: Uint8Array): Uint8Array {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (utf16 && this.linesAreBytes)
      throw this.#refusal(0, `it begins with the mark of UTF-16, but is read as ${this.#encoding}`);
    return this.#encoding.startsWith('utf-8') && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
      ? bytes.subarray(3)
      : bytes;
  }

  #unreadable(bytes: Uint8Array): CloudOptimisedError {
    if (!this.linesAreBytes) return this.#refusal(0, `it is not ${this.#encoding}`);
    let lines = 0;
    for (let start = 0; start < bytes.length; lines++) {
      const end = bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
      if (decodePiece(bytes.subarray(start, end), this.#encoding) === undefined) break;
      start = end;
    }
    return this.#refusal(lines, `it is not ${this.#encoding}`);
  }

  #refusal(linesBefore: number, reason: string): CloudOptimisedError {
    return new CloudOptimisedError('CO_CSV_UNREADABLE', {
      uri: this.#uri,
      line: this.#lines + linesBefore + 1,
      reason,
    });
  }
}

/** How many line feeds a text has. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function decodePiece(bytes: Uint8Array, encoding: CsvEncoding): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (encoding === 'latin1') return buffer.toString('latin1');
  if (encoding === 'cp1252') return decodeCp1252(buffer);
  if (encoding === 'ascii') return bytes.some((byte) => byte > 0x7f) ? undefined : buffer.toString('latin1');
  return decodeUnicode(bytes, encoding);
}

function decodeUnicode(bytes: Uint8Array, encoding: CsvEncoding): string | undefined {
  const fatal = encoding !== 'utf-8-lossy';
  const label = encoding === 'utf-16' ? (bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le') : encoding;
  try {
    return new TextDecoder(fatal ? label : 'utf-8', { fatal, ignoreBOM: !label.startsWith('utf-16') }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Node's own decoder for Windows-1252 has read it as ISO 8859-1 in some versions. */
function decodeCp1252(buffer: Buffer): string | undefined {
  const text = buffer.toString('latin1');
  if (!/[\x80-\x9f]/.test(text)) return text;
  const decoded = text.replace(/[\x80-\x9f]/g, (character) =>
    String.fromCharCode(CP1252_80_TO_9F[character.charCodeAt(0) - 0x80] as number),
  );
  return decoded.includes('\0') ? undefined : decoded;
}
