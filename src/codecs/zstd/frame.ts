const MAGIC = 0xfd2fb528;
const DICTIONARY_SIZES = [0, 1, 2, 4] as const;

/** Length of a Zstandard frame's content as its header tells it (RFC 8878, section 3.1.1.1); `undefined` where it does not. */
export function contentSizeOf(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 6 || view.getUint32(0, true) !== MAGIC) return;
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor >>> 5) & 1;
  const dictionary = DICTIONARY_SIZES[(descriptor & 3) as 0 | 1 | 2 | 3];
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionary;
  const width = isSingleSegment && descriptor >>> 6 === 0 ? 1 : [0, 2, 4, 8][descriptor >>> 6];
  if (at + (width ?? 0) > bytes.length) return;
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  if (width === 4) return view.getUint32(at, true);
  return width === 8 ? Number(view.getBigUint64(at, true)) : undefined;
}
