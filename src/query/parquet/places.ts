/**
 * Which objects a dataset has.
 *
 * @module
 */
import type { Storage } from '../../contracts/storage.js';
import { Ledger } from '../../engine/ledger/ledger.js';
import { isCoded } from '../../errors/index.js';
import { type HiveKey, hiveKeys } from '../../formats/parquet/hive-keys.js';
import { ahead } from '../ahead.js';

/** One object of a dataset. */
export interface ObjectPlace {
  readonly key: string;
  /** Bytes, where they are known. */
  readonly size?: number | undefined;
  /** What its folders say. */
  readonly keys: readonly HiveKey[];
}

/** Of the values of one partition beside each other, those in whose folders something may fit. */
export type FolderFilter = (siblings: readonly HiveKey[]) => ReadonlySet<HiveKey>;

/** Where the objects of a dataset are. */
export interface ObjectPlaces {
  /** Rows of all objects, where that is known without opening them. */
  readonly rows: number | undefined;
  /** Whether the objects may have been made by different configs, so that folders of one name may not mean the same. */
  readonly isMixed: boolean;
  /** All objects whose folders pass the filter, in the order of their keys. */
  matching(filter: FolderFilter): AsyncIterable<ObjectPlace>;
  /** The first object, if there is any. */
  first(): Promise<ObjectPlace | undefined>;
  /** The values of each partition, each once, without looking at objects. */
  values(): Promise<ReadonlyMap<string, readonly HiveKey[]>>;
}

/** Folders that are listed at the same time. */
const LISTINGS = 16;
/** A document of the ledger may be merged into another between the listing and the reading. */
const LEDGER_TRIES = 4;

/**
 * The objects that the ledger tells of: what is committed, and nothing else. `undefined` where there is no ledger.
 *
 * @param storage the ledger's own folder
 * @throws CO_LEDGER_UNREADABLE, or a storage error
 */
export async function placesOfLedger(storage: Storage): Promise<ObjectPlaces | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const ledger = await Ledger.open(storage);
      return ledger.size === 0 ? undefined : new LedgerPlaces(ledger);
    } catch (error) {
      if (attempt === LEDGER_TRIES || !isCoded(error, 'CO_LEDGER_UNREADABLE')) throw error;
    }
  }
}

class LedgerPlaces implements ObjectPlaces {
  readonly rows: number;
  readonly isMixed: boolean;
  readonly #objects: readonly string[];
  readonly #keys = new Map<string, readonly HiveKey[]>();
  readonly #values = new Map<string, HiveKey[]>();

  constructor(ledger: Ledger) {
    const entries = [...ledger.entries()];
    this.rows = entries.reduce((sum, { rows }) => sum + rows, 0);
    this.isMixed = new Set(entries.map(({ config }) => config)).size > 1;
    this.#objects = entries.flatMap(({ objects }) => objects).sort();
    const shared = new Map<string, HiveKey>();
    for (const object of this.#objects) this.#addFolder(folderOf(object), shared);
  }

  async *matching(filter: FolderFilter): AsyncIterable<ObjectPlace> {
    const fitting = new Set([...this.#values.values()].flatMap((siblings) => [...filter(siblings)]));
    for (const key of this.#objects) {
      const keys = this.#keys.get(folderOf(key)) ?? [];
      if (keys.every((each) => fitting.has(each))) yield { key, keys };
    }
  }

  async first(): Promise<ObjectPlace | undefined> {
    const key = this.#objects[0];
    return key === undefined ? undefined : { key, keys: this.#keys.get(folderOf(key)) ?? [] };
  }

  async values(): Promise<ReadonlyMap<string, readonly HiveKey[]>> {
    return this.#values;
  }

  /** Folders share the texts, and the identity, of their keys. */
  #addFolder(folder: string, shared: Map<string, HiveKey>): void {
    if (this.#keys.has(folder)) return;
    const keys = hiveKeys(`${folder}/`).map((key) => {
      const text = JSON.stringify([key.name, key.value]);
      const known = shared.get(text);
      if (known) return known;
      shared.set(text, key);
      const values = this.#values.get(key.name);
      if (values) values.push(key);
      else this.#values.set(key.name, [key]);
      return key;
    });
    this.#keys.set(folder, keys);
  }
}

function folderOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

/** One object that is a dataset by itself. */
export function placeOfObject(key: string, size: number): ObjectPlaces {
  const place = { key, size, keys: [] };
  return {
    rows: undefined,
    isMixed: false,
    first: async () => place,
    values: async () => new Map(),
    async *matching() {
      yield place;
    },
  };
}

/** The objects in the innermost folders, found level by level: folders that cannot fit are not looked into. */
export class FolderPlaces implements ObjectPlaces {
  readonly rows = undefined;
  readonly isMixed = false;
  readonly #storage: Storage;

  /** @param storage the dataset's own folder */
  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async *matching(filter: FolderFilter): AsyncIterable<ObjectPlace> {
    const list = async (folder: string) => {
      const places: ObjectPlace[] = [];
      for await (const place of this.#objectsIn(folder)) places.push(place);
      return places;
    };
    for await (const places of ahead(this.#innermost(filter), LISTINGS, list)) yield* places;
  }

  async first(): Promise<ObjectPlace | undefined> {
    return this.#firstIn('');
  }

  async values(): Promise<ReadonlyMap<string, readonly HiveKey[]>> {
    const found = new Map<string, Map<string | null, HiveKey>>();
    const collect: FolderFilter = (siblings) => {
      for (const key of siblings) found.set(key.name, (found.get(key.name) ?? new Map()).set(key.value, key));
      return new Set(siblings);
    };
    for await (const _ of this.#innermost(collect));
    return new Map([...found].map(([name, keys]) => [name, [...keys.values()]]));
  }

  /** The innermost folders that pass, level after level. */
  async *#innermost(filter: FolderFilter): AsyncGenerator<string> {
    let level = [''];
    while (level.length > 0) {
      const next: string[] = [];
      const list = async (folder: string) => ({ folder, inner: await this.#foldersIn(folder, filter) });
      for await (const { folder, inner } of ahead(level, LISTINGS, list)) {
        if (inner === undefined) yield folder;
        else next.push(...inner);
      }
      level = next;
    }
  }

  /** The folders in `folder` that pass, with their paths; `undefined` where it has none at all. */
  async #foldersIn(folder: string, filter: FolderFilter): Promise<string[] | undefined> {
    const names = await this.#dataFolders(folder);
    if (names.length === 0) return undefined;
    const keyed = names.map((name) => ({ name, key: hiveKeys(`${name}/`)[0] }));
    const keys = keyed.flatMap(({ key }) => key ?? []);
    const byName = [...new Set(keys.map(({ name }) => name))].map((name) => keys.filter((key) => key.name === name));
    const fitting = new Set<HiveKey | undefined>([undefined, ...byName.flatMap((siblings) => [...filter(siblings)])]);
    return keyed.filter(({ key }) => fitting.has(key)).map(({ name }) => `${folder}${name}/`);
  }

  /** Names that begin with `_` or `.` are not data (Hive). */
  async #dataFolders(folder: string): Promise<string[]> {
    return (await this.#storage.listFolders(folder)).filter((name) => !/^[_.]/.test(name));
  }

  async *#objectsIn(folder: string): AsyncGenerator<ObjectPlace> {
    for await (const { key, size } of this.#storage.list(folder)) {
      const name = key.slice(folder.length);
      if (/^[^_./][^/]*\.parquet$/i.test(name)) yield { key, size, keys: hiveKeys(key) };
    }
  }

  async #firstIn(folder: string): Promise<ObjectPlace | undefined> {
    const [inner] = await this.#dataFolders(folder);
    if (inner !== undefined) return this.#firstIn(`${folder}${inner}/`);
    for await (const place of this.#objectsIn(folder)) return place;
    return undefined;
  }
}
