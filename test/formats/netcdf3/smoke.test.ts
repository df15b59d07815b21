import { expect, test } from 'vitest';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

test('refuses an empty file', async () => {
  const storage = new MemoryStorage();
  await storage.put('empty.nc', new Uint8Array());
  const source = { uri: 'memory://memory/empty.nc', storage, key: 'empty.nc' };
  await expect(netcdf3Reader.open(source, {})).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
});
