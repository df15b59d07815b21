import type { Companion, ObjectChanges } from '../../contracts/cube-store.js';
import { cubeDocuments } from '../../formats/zarr/index.js';
import type { Cube } from '../../model/zarr/array.js';
import type { Committed, CompanionText, JournalText, KeptObject } from './journal.js';

/** What a commit is made of. */
export interface CommitParts {
  readonly base: Cube | undefined;
  readonly next: Cube;
  readonly changes: Pick<ObjectChanges, 'created' | 'removed'>;
  readonly kept: readonly KeptObject[];
  readonly companions: readonly Companion[];
  /** Digest of the root document that was read; `null` where there was none. */
  readonly before: string | null;
}

/** The journal's commit record: all documents that change, in the order in which readers may come to see them. */
export function commitRecord({ base, next, changes, kept, companions, before }: CommitParts): Committed {
  const documents = textsOf(next);
  const earlier = base ? textsOf(base) : undefined;
  return {
    state: 'committed',
    created: changes.created,
    replaced: kept,
    root: { key: rootKeyOf(next), before },
    documents: inOrder(next, changedOf(documents, earlier), base === undefined),
    companions: companions.map(textOfCompanion),
    removed: [...changes.removed, ...goneOf(documents, earlier)],
  };
}

export function textOfCompanion({ key, document, text, inDataset }: Companion): CompanionText {
  return { key, text: text ?? JSON.stringify(document), inDataset };
}

/** The key of the document whose put makes a cube's state visible. */
export function rootKeyOf(cube: Cube): string {
  return cubeDocuments(cube).root.key;
}

/** All documents of a cube, root first. */
export function textsOf(cube: Cube): JournalText[] {
  const { root, rest } = cubeDocuments(cube);
  const decoder = new TextDecoder();
  return [root, ...rest].map(({ key, data }) => ({ key, text: decoder.decode(data) }));
}

/** The root is always put: on the condition that nobody else did. */
function changedOf(documents: readonly JournalText[], earlier: readonly JournalText[] | undefined): JournalText[] {
  const before = new Map(earlier?.map(({ key, text }) => [key, text]));
  return documents.filter(({ key, text }, index) => index === 0 || before.get(key) !== text);
}

function goneOf(documents: readonly JournalText[], earlier: readonly JournalText[] = []): string[] {
  const now = new Set(documents.map(({ key }) => key));
  return earlier.map(({ key }) => key).filter((key) => !now.has(key));
}

/**
 * Readers of consolidated cubes see the root's put alone. zarr-python 3 takes a v2 cube for there only with its `.zgroup`, and then
 * reads `.zattrs` beside `.zmetadata`: so `.zgroup` comes last. Without consolidation a new cube's root comes last for the same reason.
 */
function inOrder(next: Cube, documents: readonly JournalText[], isNew: boolean): JournalText[] {
  const [root, ...rest] = documents;
  if (!root) return [];
  if (!next.consolidated && isNew) return [...rest, root];
  return [root, ...rest.filter(({ key }) => key !== '.zgroup'), ...rest.filter(({ key }) => key === '.zgroup')];
}
