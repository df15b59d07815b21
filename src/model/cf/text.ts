/**
 * Texts from arrays of chars.
 *
 * @module
 */
import type { Dataset } from '../dataset.js';
import type { CodedColumn } from '../table/column.js';

/**
 * The dimensions that are the length of texts, not a place in the data: those that only arrays of chars have, as their
 * last, and that no variable is named for. The rule is xarray's; `DIRECTION(N_PROF)` has one char in each profile.
 */
export function textDimensions(dataset: Dataset): Set<string> {
  const found = new Set<string>();
  for (const { type, dimensions } of dataset.variables.values())
    if (type === 'char' && dimensions.length > 0) found.add(dimensions.at(-1) as string);
  for (const { name, type, dimensions } of dataset.variables.values()) {
    found.delete(name);
    for (const dimension of type === 'char' ? dimensions.slice(0, -1) : dimensions) found.delete(dimension);
  }
  return found;
}

/**
 * The texts in consecutive cells of `width` bytes. NULs at a cell's end are not part of its text, spaces are. A text that
 * equals `fill` (without its own last NULs) is no value.
 *
 * @param encoding what `_Encoding` says; without it UTF-8. Bytes that are not of it are taken as ISO 8859-1, which loses none
 */
export function decodeCells(bytes: Uint8Array, width: number, rows: number, options: CellOptions = {}): CodedColumn {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const decode = decoderOf(options.encoding);
  const fill = options.fill?.replace(/\0+$/, '');
  const categories: string[] = [];
  const known = new Map<string, number>();
  const code = (cell: string) => {
    const text = decode(cell);
    return text === fill ? -1 : categories.push(text) - 1;
  };
  if (width === 1) return { type: 'string', categories, codes: codesOfBytes(bytes, rows, code) };
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = buffer.toString('latin1', row * width, endOfText(buffer, row * width, (row + 1) * width));
    const found = known.get(cell) ?? code(cell);
    known.set(cell, found);
    codes[row] = found;
  }
  return { type: 'string', categories, codes };
}

/** Cells of one byte, such as flags of quality, need no text each. */
function codesOfBytes(bytes: Uint8Array, rows: number, code: (cell: string) => number): Int32Array {
  const codes = new Int32Array(rows);
  const byByte = new Int32Array(256).fill(-2);
  for (let row = 0; row < rows; row++) {
    const byte = bytes[row] as number;
    if (byByte[byte] === -2) byByte[byte] = code(byte === 0 ? '' : String.fromCharCode(byte));
    codes[row] = byByte[byte] as number;
  }
  return codes;
}

/** How cells are read. */
export interface CellOptions {
  readonly encoding?: string | undefined;
  readonly fill?: string | undefined;
}

function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last--;
  return last;
}

const LATIN1 = /^(iso-?8859-1|latin-?1)$/i;

/** Gives the text of bytes that stand as the 256 first characters. Each distinct cell is decoded once. */
function decoderOf(encoding = 'utf-8'): (cell: string) => string {
  const decoder = LATIN1.test(encoding) ? undefined : textDecoder(encoding);
  if (!decoder) return (cell) => cell;
  return (cell) => {
    try {
      return decoder.decode(Buffer.from(cell, 'latin1'));
    } catch {
      return cell;
    }
  };
}

function textDecoder(encoding: string): InstanceType<typeof TextDecoder> {
  const strict = { fatal: true, ignoreBOM: true };
  try {
    return new TextDecoder(encoding, strict);
  } catch {
    return new TextDecoder('utf-8', strict);
  }
}
