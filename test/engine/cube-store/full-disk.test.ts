import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../src/contracts/storage.js';
import { StorageView } from '../../../src/engine/cube-store/storage-view.js';
import { CloudOptimisedError } from '../../../src/errors/index.js';
import { contentOf, makers, type Place } from './places.js';
import { type CubeKind, scenariosOf, storeIn } from './scenarios.js';

/** A disk with room for so many puts; it is full for `length` puts, and then has room again. */
interface Disk {
  room: number;
  full: number;
}

class FillingStorage extends StorageView {
  readonly #disk: Disk;

  constructor(storage: Storage, disk: Disk) {
    super(storage);
    this.#disk = disk;
  }

  override async put(...[key, data, options]: Parameters<Storage['put']>) {
    if (this.#disk.room-- <= 0 && this.#disk.full-- > 0) throw new CloudOptimisedError('CO_STORAGE_FULL', { uri: key });
    return await this.storage.put(key, data, options);
  }
}

const KINDS: readonly (readonly [string, CubeKind])[] = [
  ['v3', { format: 3, consolidated: true }],
  ['v2', { format: 2, consolidated: true }],
];
const LENGTHS = [
  ['one put', 1],
  ['good', Number.POSITIVE_INFINITY],
] as const;

async function memoryPlace(): Promise<Place> {
  return (await makers.memory?.())?.make() as Place;
}

describe.each(KINDS)('A04 a disk that is full when a cube of %s is', (_kind, kind) => {
  const { create, append } = scenariosOf(kind);
  const scenarios = [
    ['created', create],
    ['appended to', append],
  ] as const;

  it.each(scenarios.flatMap(([name, scenario]) => LENGTHS.map((length) => [name, ...length, scenario] as const)))(
    '%s, for %s, at every put: the old cube is there, and the next run finds it or the whole new one',
    async (_name, _length, full, scenario) => {
      const finished = await memoryPlace();
      await scenario?.prepare(finished);
      const before = await contentOf(finished.parent);
      await scenario?.run(finished);
      const after = await contentOf(finished.parent);
      for (let room = 0; ; room++) {
        const place = await memoryPlace();
        await scenario?.prepare(place);
        const disk = { room, full };
        const folders = {
          dataset: new FillingStorage(place.dataset, disk),
          ledger: new FillingStorage(place.ledger, disk),
        };
        const error = await scenario?.run(folders).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) return expect(room).toBeGreaterThan(8);
        expect(error).toMatchObject({ code: 'CO_STORAGE_FULL' });
        await storeIn(place).begin();
        expect([before, after]).toContainEqual(await contentOf(place.parent));
      }
    },
  );

  it('for one put of the document that all would see: all is put back at once', async () => {
    const place = await memoryPlace();
    await append?.prepare(place);
    const before = await contentOf(place.parent);
    const dataset = new (class extends StorageView {
      override async put(...[key, data, options]: Parameters<Storage['put']>) {
        if (key === 'zarr.json' || key === '.zmetadata') throw new CloudOptimisedError('CO_STORAGE_FULL', { uri: key });
        return await this.storage.put(key, data, options);
      }
    })(place.dataset);
    await expect(append?.run({ dataset, ledger: place.ledger })).rejects.toMatchObject({ code: 'CO_STORAGE_FULL' });
    expect(await contentOf(place.parent)).toEqual(before);
  });
});
