import type { Data } from 'apache-arrow';

/** Which rows have no value, one byte for each; `undefined` where all have one. */
export function nullFlags(data: Data): Uint8Array | undefined {
  if (data.nullCount === 0 || !data.nullBitmap || data.nullBitmap.length === 0) return undefined;
  const flags = unpackBits(data.nullBitmap, data.length);
  for (let row = 0; row < flags.length; row++) (flags[row] as number) ^= 1;
  return flags;
}

/** Arrow's bits, least significant first, as one byte for each row. */
export function unpackBits(bits: Uint8Array, rows: number): Uint8Array {
  const flags = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) flags[row] = ((bits[row >> 3] as number) >> (row & 7)) & 1;
  return flags;
}
