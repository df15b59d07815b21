import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoreFolder } from './store-folder.js';

/** @throws CO_FILE_CORRUPT */
export async function openZip(source: StoredObject): Promise<StoreFolder> {
  throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri: source.uri, reason: 'zips are not read yet' });
}
