const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Stored bytes as text: UTF-8, of which ASCII is a part, whatever character set the file declares, because many writers
 * declare ASCII for everything. Bytes that are not UTF-8 are taken as ISO 8859-1, which loses none.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

/** HDF5's way of padding strings that end at their first NUL (H5T_STR_NULLTERM). */
const NULL_TERMINATED = 0;

/** A string of fixed size without its padding. Spaces are kept, also of strings that declare them as padding. */
export function decodeFixed(bytes: Uint8Array, padding: number): string {
  if (padding === NULL_TERMINATED) {
    const end = bytes.indexOf(0);
    return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
  }
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return decodeText(bytes.subarray(0, end));
}

/** The texts of `count` strings of fixed `size`, one after the other. */
export function decodeFixedStrings(bytes: Uint8Array, size: number, padding: number): string[] {
  const texts: string[] = [];
  for (let start = 0; start + size <= bytes.length; start += size) {
    texts.push(decodeFixed(bytes.subarray(start, start + size), padding));
  }
  return texts;
}

/** The NUL-ended text at a pointer; an empty text for the null pointer that stands for an unset string. */
export function decodePointer(heap: Uint8Array, pointer: number): string {
  if (pointer === 0) return '';
  const end = heap.indexOf(0, pointer);
  return decodeText(heap.subarray(pointer, end < 0 ? heap.length : end));
}
