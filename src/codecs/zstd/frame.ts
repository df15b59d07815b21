const MAGIC = 0xfd2fb528;
const DICTIONARY_SIZES = [0, 1, 2, 4];
const CONTENT_SIZES = [0, 2, 4, 8];
const BLOCK_HEADER = 3;
const RUN_BLOCK = 1;
const RESERVED_BLOCK = 3;

/** What the headers of a Zstandard frame tell (RFC 8878, section 3.1.1). */
export interface ZstdFrame {
  /** Length of its content, where its header tells it. */
  readonly contentSize: number | undefined;
  /** Where it ends in the bytes that it was read from. */
  readonly end: number;
}

/** Reads the headers of the frame that `bytes` begin with; `undefined` where there is no whole one. */
export function readZstdFrame(bytes: Uint8Array): ZstdFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    return readFrame(view);
  } catch (error) {
    if (error instanceof RangeError) return;
    throw error;
  }
}

/** @throws RangeError where the frame reaches beyond the bytes */
function readFrame(view: DataView): ZstdFrame | undefined {
  if (view.getUint32(0, true) !== MAGIC) return;
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 32) !== 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + (DICTIONARY_SIZES[descriptor & 3] as number);
  const width = CONTENT_SIZES[descriptor >>> 6] || (isSingleSegment ? 1 : 0);
  const lastBlock = endOfBlocks(view, at + width);
  const end = (lastBlock ?? 0) + (descriptor & 4 ? 4 : 0);
  if (lastBlock === undefined || end > view.byteLength) return;
  return { contentSize: contentSizeAt(view, at, width), end };
}

function contentSizeAt(view: DataView, at: number, width: number): number | undefined {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  if (width === 4) return view.getUint32(at, true);
  return width === 8 ? Number(view.getBigUint64(at, true)) : undefined;
}

function endOfBlocks(view: DataView, start: number): number | undefined {
  for (let at = start; ; ) {
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const type = (header >>> 1) & 3;
    if (type === RESERVED_BLOCK) return;
    at += BLOCK_HEADER + (type === RUN_BLOCK ? 1 : header >>> 3);
    if (header & 1) return at;
  }
}
