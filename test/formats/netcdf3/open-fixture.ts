import { readFileSync } from 'node:fs';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import type { NumericArray } from '../../../src/model/data-type.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

const folder = new URL('../../fixtures/netcdf3/', import.meta.url);

/** What netCDF4-python reads from the fixtures. */
export const expected: Record<string, ExpectedFile> = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
);

type ExpectedAttributes = Record<string, string | { type: string; bytes: string }>;

interface ExpectedFile {
  attributes: ExpectedAttributes;
  variables: Record<
    string,
    { type: string; dimensions: string[]; shape: number[]; attributes: ExpectedAttributes; md5: string }
  >;
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

export async function openBytes(bytes: Uint8Array): Promise<Dataset> {
  const storage = new MemoryStorage();
  await storage.put('file.nc', bytes);
  return netcdf3Reader.open({ uri: 'memory://memory/file.nc', storage, key: 'file.nc' }, {});
}

export function bytesOf(values: unknown): Buffer {
  const { buffer, byteOffset, byteLength } = values as NumericArray;
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** All values of a file, by variable. */
export async function readAll(dataset: Dataset): Promise<Map<string, Buffer>> {
  const all = new Map<string, Buffer>();
  for (const variable of dataset.variables.values()) all.set(variable.name, bytesOf(await variable.read()));
  return all;
}
