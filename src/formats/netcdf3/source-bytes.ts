import type { StoredObject } from '../../contracts/storage.js';

/** Up to this size a file is read at once: one request, shared by all its variables. */
export const WHOLE_FILE_BYTES = 8 * 1024 * 1024;

/** The bytes of a file, wherever they are. */
export interface SourceBytes {
  readonly uri: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Exactly these bytes, for reading only: they may be shared. @throws a storage error, CO_STORAGE_SHORT_READ among them */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The bytes of a stored object of `size` bytes: held in memory where they are few, else read by ranges. */
export async function sourceBytes({ uri, storage, key }: StoredObject, size: number): Promise<SourceBytes> {
  const range = (offset: number, length: number) => storage.getRange(key, { offset, length });
  if (size > WHOLE_FILE_BYTES) return { uri, size, read: range };
  const whole = await range(0, size);
  return { uri, size, read: async (offset, length) => whole.subarray(offset, offset + length) };
}
