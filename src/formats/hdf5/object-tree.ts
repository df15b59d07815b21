import { CloudOptimisedError } from '../../errors/index.js';
import type { Hdf5Metadata } from './h5wasm.js';
import type { Hdf5Objects } from './hdf5-objects.js';

/** A dataset as it stands in the objects. */
export interface StoredDataset {
  /** Absolute: `/group/name`. */
  readonly path: string;
  readonly metadata: Hdf5Metadata;
}

/** A group, with the datasets directly in it. */
export interface StoredGroup {
  /** Without slashes at its ends; empty for the root. */
  readonly path: string;
  readonly datasets: readonly StoredDataset[];
}

/**
 * All groups of a file with their datasets, each group before those in it, in the file's order. A group that two names
 * lead to, even from within itself, is given once, under the first.
 *
 * @throws CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED for links to other files and links that lead nowhere
 */
export function listGroups(objects: Hdf5Objects): readonly StoredGroup[] {
  const groups: StoredGroup[] = [];
  const seen = new Set<string>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const reference = objects.reference(path);
    if (seen.has(reference)) continue;
    seen.add(reference);
    const { datasets, subgroups } = listMembers(objects, path);
    groups.push({ path: path.slice(1), datasets });
    waiting.unshift(...subgroups);
  }
  return groups;
}

function listMembers(objects: Hdf5Objects, group: string): { datasets: StoredDataset[]; subgroups: string[] } {
  const datasets: StoredDataset[] = [];
  const subgroups: string[] = [];
  for (const name of objects.names(group)) {
    const path = group === '/' ? `/${name}` : `${group}/${name}`;
    const kind = objects.kind(path);
    if (kind === 'dangling') throw unfollowed(objects, path);
    if (kind === 'group') subgroups.push(path);
    if (kind === 'dataset') datasets.push({ path, metadata: objects.metadata(path) });
  }
  return { datasets, subgroups };
}

function unfollowed(objects: Hdf5Objects, path: string): CloudOptimisedError {
  const feature = 'a link to another file, or to nothing';
  return new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri: objects.uri, variable: path.slice(1), feature });
}
