import { CloudOptimisedError } from '../errors/index.js';
import type { CodecSpec, ElementType } from '../model/zarr/array.js';

/** Order of the bytes of a number. */
export type ByteOrder = 'little' | 'big';

/** What the bytes given to a codec hold. */
export interface CodecElement {
  readonly type: ElementType;
  /** Bytes of one value; 1 for text of any length. */
  readonly itemSize: number;
  readonly byteOrder: ByteOrder;
}

/**
 * A codec from bytes to bytes. An instance reuses its scratch memory, so it is used by one thread and never inside itself; what it
 * returns is the caller's to keep, except that a codec with nothing to do may return what it was given.
 */
export interface BytesCodec {
  /** @throws CO_CODEC_VALUE for a value that does not survive, CO_CODEC_UNSUPPORTED for bytes that the codec cannot take */
  encode(bytes: Uint8Array): Uint8Array;
  /**
   * @param decodedLength bytes that must come out, where that is known; anything else is refused before memory is taken for it
   * @throws CO_CODEC_DATA for bytes that are not what `encode` makes
   */
  decode(bytes: Uint8Array, decodedLength: number | undefined): Uint8Array;
  /**
   * Two at once, of the same length, where that takes less time than one after the other; valid until the next codec is used. `undefined`
   * where `decode` has to do it, or to tell what is wrong.
   */
  decodePair?(both: Pair, decodedLength: number | undefined): Pair | undefined;
}

/** Bytes of two chunks. */
export type Pair = readonly [Uint8Array, Uint8Array];

/** What a codec is for: one that only encodes loads no library for what others may have written. */
export type CodecUse = 'encoding' | 'both';

/** Makes a codec from its settings, for bytes that hold `element`. @throws CO_CODEC_UNSUPPORTED */
export type CodecFactory = (spec: CodecSpec, element: CodecElement, use: CodecUse) => BytesCodec | Promise<BytesCodec>;

/** Bytes that decoding may yield where the array does not tell how many there must be (text of any length). */
export const DECODED_LIMIT = 2 ** 30;

/** Refuses bytes that `codec` did not write. */
export function corrupt(codec: string, reason: string, cause?: unknown): CloudOptimisedError<'CO_CODEC_DATA'> {
  return new CloudOptimisedError('CO_CODEC_DATA', { codec, reason }, { cause });
}

/** Refuses a codec or one of its settings. */
export function unsupported(codec: string, reason: string): CloudOptimisedError<'CO_CODEC_UNSUPPORTED'> {
  return new CloudOptimisedError('CO_CODEC_UNSUPPORTED', { codec, reason });
}

/** @throws CO_CODEC_DATA when `claimed`, the length that encoded bytes tell, is not the one asked for, or is beyond all bounds */
export function checkClaim(codec: string, claimed: number, decodedLength: number | undefined): void {
  if (decodedLength !== undefined && claimed !== decodedLength) {
    throw corrupt(codec, `they hold ${claimed} bytes, expected ${decodedLength}`);
  }
  if (claimed > (decodedLength ?? DECODED_LIMIT))
    throw corrupt(codec, `${claimed} bytes are more than ${DECODED_LIMIT}`);
}

/** The same bytes as a plain array: what Node's own functions return is a Buffer, whose `slice` shares memory. */
export function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** The same bytes as a Buffer, without copying. */
export function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, length);
}

/** Memory for `length` bytes, not zeroed: the caller writes every one of them. */
export function unsetBytes(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
