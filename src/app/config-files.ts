import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStorageResolver } from '../storage/index.js';

/** Where configs are looked up, and how their text is read, wherever it lies. */
export function configOptions(workingFolder: string) {
  return { readText: (uri: string) => readText(uri, workingFolder), workingFolder, shippedFolder: shippedConfigs() };
}

/** The folder of the shipped `dataset-configs`. */
export function shippedConfigs(): string {
  return dirname(fileURLToPath(import.meta.resolve('cloud-optimised/dataset-configs/argo.json')));
}

async function readText(uri: string, workingFolder: string): Promise<string | undefined> {
  const resolver = createStorageResolver({ cwd: workingFolder });
  try {
    const { storage, key } = await resolver.resolve(uri);
    const bytes = await storage.get(key);
    return bytes && new TextDecoder('utf-8').decode(bytes);
  } finally {
    await resolver.close();
  }
}
