import type { LoadOptions } from '../../src/config/index.js';

/** Configs in memory: `/here` is the working folder, `/shipped` that of the package. */
export function lookupIn(files: Readonly<Record<string, unknown>>): LoadOptions {
  const texts = new Map(
    Object.entries(files).map(([file, content]) => [
      file,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  );
  return { readText: async (uri) => texts.get(uri), workingFolder: '/here', shippedFolder: '/shipped' };
}
