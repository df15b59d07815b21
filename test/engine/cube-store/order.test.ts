import { beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../src/contracts/storage.js';
import { StorageView } from '../../../src/engine/cube-store/storage-view.js';
import { MemoryStorage, withRoot } from '../../../src/storage/index.js';
import { append, type CubeKind, create, replace } from './scenarios.js';

/** Notes what is put and what is deleted, in that order. */
class NotingStorage extends StorageView {
  readonly notes: string[] = [];

  override async put(...[key, data, options]: Parameters<Storage['put']>) {
    this.notes.push(key);
    return await this.storage.put(key, data, options);
  }

  override async delete(keys: readonly string[]) {
    this.notes.push(...keys.map((key) => `- ${key}`));
    await this.storage.delete(keys);
  }
}

let dataset: NotingStorage;
let ledger: Storage;
beforeEach(() => {
  const storage = new MemoryStorage();
  dataset = new NotingStorage(withRoot(storage, 'x.zarr/'));
  ledger = withRoot(storage, '_ledger/x.zarr/');
});

const isDocument = (note: string) => /zarr\.json$|\.z[a-z]+$/.test(note);
/** Whatever is done to documents and objects by `work`. */
async function notesOf(work: (folders: { dataset: Storage; ledger: Storage }) => Promise<void>): Promise<string[]> {
  dataset.notes.length = 0;
  await work({ dataset, ledger });
  return [...dataset.notes];
}
const lastObject = (notes: readonly string[]) =>
  notes.findLastIndex((note) => !isDocument(note) && !note.startsWith('- '));

describe.each([
  ['v3', { format: 3, consolidated: true }, 'zarr.json'],
  ['v2', { format: 2, consolidated: true }, '.zmetadata'],
] as const satisfies readonly (readonly [string, CubeKind, string])[])(
  'a consolidated cube of %s',
  (_name, kind, root) => {
    it('A07 gets its objects first, then the document that all readers open, then the others', async () => {
      for (const work of [create, append]) {
        const notes = await notesOf((folders) => work(kind, folders));
        expect(notes.findIndex(isDocument)).toBe(lastObject(notes) + 1);
        expect(notes.find(isDocument)).toBe(root);
      }
    });

    it('loses what readers look for first, then the rest, when it is replaced', async () => {
      await create(kind, { dataset, ledger });
      const notes = await notesOf((folders) => replace(kind, folders));
      const first = kind.format === 2 ? ['- .zgroup', '- .zmetadata'] : ['- zarr.json'];
      expect(notes.slice(0, first.length)).toEqual(first);
    });
  },
);

it('a new v2 cube gets its .zgroup last, without which zarr-python 3 sees none', async () => {
  const notes = await notesOf((folders) => create({ format: 2, consolidated: true }, folders));
  expect(notes.at(-1)).toBe('.zgroup');
  expect(notes.indexOf('.zattrs')).toBeGreaterThan(notes.indexOf('.zmetadata'));
});

it.each([
  [3, 'zarr.json'],
  [2, '.zgroup'],
] as const)('a new v%i cube that is not consolidated gets its root last', async (format, root) => {
  const notes = await notesOf((folders) => create({ format, consolidated: false }, folders));
  expect(notes.at(-1)).toBe(root);
});
