import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ObjectInfo, StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';

/** A file of this machine that holds a source's bytes. */
export interface LocalCopy {
  readonly path: string;
  /** Removes it, if it was made for this; a source that lies on this machine itself stays. */
  release(): Promise<void>;
}

const PART_BYTES = 16 * 2 ** 20;

/**
 * The source itself where it lies on this machine, else a temporary copy.
 *
 * @param temporaryFolder must be there; by default that of the system
 * @throws a storage error, CO_STORAGE_FAILED where the source changes meanwhile
 */
export async function placeLocally(
  source: StoredObject,
  info: ObjectInfo,
  temporaryFolder = tmpdir(),
): Promise<LocalCopy> {
  if (source.storage.root.startsWith('file:')) {
    return { path: fileURLToPath(source.storage.root) + source.key, release: async () => {} };
  }
  const folder = await mkdtemp(join(temporaryFolder, 'cloud-optimised-'));
  const release = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'source.nc');
    await download(source, info, path);
    return { path, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function download(source: StoredObject, info: ObjectInfo, path: string): Promise<void> {
  const { storage, key, uri } = source;
  const file = await open(path, 'wx', 0o600);
  try {
    for (let offset = 0; offset < info.size; offset += PART_BYTES) {
      const length = Math.min(PART_BYTES, info.size - offset);
      await writeAll(file, path, await storage.getRange(key, { offset, length }));
    }
  } finally {
    await file.close();
  }
  const now = await storage.head(key);
  if (now?.size !== info.size || now.etag !== info.etag) {
    throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri, action: 'read', reason: 'it changed meanwhile' });
  }
}

/** `FileHandle.writeFile` goes on where the last write ended, and writes all or throws. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    if (isFull) throw new CloudOptimisedError('CO_STORAGE_FULL', { uri: path }, { cause: error });
    const fields = { uri: path, action: 'write', reason: String(error) };
    throw new CloudOptimisedError('CO_STORAGE_FAILED', fields, { cause: error });
  }
}
