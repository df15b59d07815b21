import type { DatasetDescription, PublishedDataset, Selection } from '../../contracts/published-dataset.js';
import type { StoredObject } from '../../contracts/storage.js';
import { zarrReader } from '../../formats/zarr/index.js';
import { findRoles } from '../../model/cf/roles.js';
import type { Table } from '../../model/table/table.js';
import type { Roles } from './axes.js';
import type { Limits } from './blocks.js';
import { CubeSource } from './cube-source.js';
import { describeCube } from './describe-cube.js';
import { selectRows } from './select-rows.js';
import { type KeptEnds, keepEnds } from './shard-indices.js';

const LIMITS: Limits = { blockRows: 2 ** 20, tableRows: 2 ** 17 };

/**
 * Opens a Zarr store: v2 or v3, with shards or without, a folder or a zip of one. Its metadata are read once, and each coordinate once it is
 * asked for; who wants what was published since opens it anew.
 *
 * @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED, CO_STORAGE_NOT_FOUND, or a storage error
 */
export async function openZarrDataset(object: StoredObject, limits: Partial<Limits> = {}): Promise<PublishedDataset> {
  const ends = keepEnds(object.storage);
  const uri = object.uri.replace(/\/+$/, '');
  const dataset = await zarrReader.open({ ...object, uri, storage: ends.storage }, {});
  return new ZarrDataset(new CubeSource(dataset), ends, { ...LIMITS, ...limits });
}

class ZarrDataset implements PublishedDataset {
  readonly format = 'zarr';
  readonly #source: CubeSource;
  readonly #ends: KeptEnds;
  readonly #roles: Roles;
  readonly #limits: Limits;

  constructor(source: CubeSource, ends: KeptEnds, limits: Limits) {
    this.#limits = limits;
    this.#source = source;
    this.#ends = ends;
    const found = findRoles(source.dataset.variables.values());
    this.#roles = new Map([...found].map(([role, { variable }]) => [role, variable]));
  }

  get uri(): string {
    return this.#source.uri;
  }

  describe(): Promise<DatasetDescription> {
    const name = this.uri.slice(this.uri.lastIndexOf('/') + 1).replace(/\.zarr(\.zip)?$/, '');
    return describeCube(this.#source, name, this.#roles);
  }

  select(selection: Selection): AsyncIterable<Table> {
    this.#ends.forget();
    return selectRows(this.#source, this.#roles, selection, this.#limits);
  }

  close(): Promise<void> {
    return this.#source.dataset.close();
  }
}
