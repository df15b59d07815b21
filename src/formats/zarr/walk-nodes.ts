import { mapBounded } from './map-bounded.js';
import { metadataError } from './metadata-error.js';
import type { StoreFolder } from './store-folder.js';

/** Groups in groups beyond this are no data. */
const MAX_DEPTH = 16;
const MAX_NODES = 100_000;

/** A group or an array below the root. */
export interface Node<T> {
  readonly path: string;
  readonly value: T;
}

/**
 * All nodes of a store that is not consolidated, by its folders, groups before what is in them.
 *
 * @param read what a folder's documents tell; `undefined` where it has none
 * @throws CO_ZARR_METADATA where folders cannot be listed, or are too many or too deep
 */
export async function walkNodes<T>(
  folder: StoreFolder,
  read: (path: string) => Promise<{ readonly value: T; readonly isGroup: boolean } | undefined>,
): Promise<Node<T>[]> {
  const nodes: Node<T>[] = [];
  let level = await namesBelow(folder, '');
  for (let depth = 0; level.length > 0; depth++) {
    checkBounds(folder, depth, nodes.length + level.length);
    const found = await mapBounded(level, async (path) => ({ path, node: await read(path) }));
    const present = found.flatMap(({ path, node }) => (node ? [{ path, ...node }] : []));
    nodes.push(...present.map(({ path, value }) => ({ path, value })));
    const groups = present.filter(({ isGroup }) => isGroup);
    level = (await mapBounded(groups, ({ path }) => namesBelow(folder, `${path}/`))).flat();
  }
  return nodes;
}

async function namesBelow(folder: StoreFolder, prefix: string): Promise<string[]> {
  const names = await folder.folders(prefix);
  if (names) return names.map((name) => prefix + name);
  throw metadataError(folder.uri(prefix), 'it is not consolidated, and its folders cannot be listed');
}

function checkBounds(folder: StoreFolder, depth: number, count: number): void {
  if (depth >= MAX_DEPTH) throw metadataError(folder.uri(''), `groups are nested deeper than ${MAX_DEPTH}`);
  if (count > MAX_NODES) throw metadataError(folder.uri(''), `it has more than ${MAX_NODES} folders`);
}
