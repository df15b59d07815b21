/**
 * Ranges of bytes and the promise that a read gives all of them.
 *
 * @module
 */
import type { ByteRange } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** How many bytes `range` asks for. @throws CO_STORAGE_FAILED where its numbers are no byte counts */
export function rangeLength(range: ByteRange, uri: string): number {
  const valid = 'suffix' in range ? isCount(range.suffix) : isCount(range.offset) && isCount(range.length);
  if (!valid) {
    const reason = `'${JSON.stringify(range)}' is not a range of bytes`;
    throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason });
  }
  return 'suffix' in range ? range.suffix : range.length;
}

/** Where `range` begins in an object of `size` bytes. */
export function rangeOffset(range: ByteRange, size: number): number {
  return 'suffix' in range ? Math.max(0, size - range.suffix) : range.offset;
}

/**
 * Begin and length of `range` in an object of `size` bytes, all of which it has.
 *
 * @throws CO_STORAGE_SHORT_READ where the object ends before
 */
export function locateRange(range: ByteRange, size: number, uri: string): { offset: number; length: number } {
  const length = rangeLength(range, uri);
  const offset = rangeOffset(range, size);
  if (length > 0 && offset + length > size) {
    throw shortRead(uri, offset, length, Math.max(0, Math.min(length, size - offset)));
  }
  return { offset, length };
}

/** The error of a read that gave `got` of `wanted` bytes. */
export function shortRead(uri: string, offset: number, wanted: number, got: number): CloudOptimisedError {
  return new CloudOptimisedError('CO_STORAGE_SHORT_READ', { uri, offset, wanted, got });
}

/** The `Range` header of RFC 9110 §14.2 for `range`, whose length is above zero. */
export function rangeHeader(range: ByteRange): string {
  if ('suffix' in range) return `bytes=-${range.suffix}`;
  return `bytes=${range.offset}-${range.offset + range.length - 1}`;
}
