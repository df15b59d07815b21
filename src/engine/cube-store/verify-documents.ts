import { isDeepStrictEqual } from 'node:util';
import type { ObjectInfo, Storage } from '../../contracts/storage.js';
import { isCoded } from '../../errors/index.js';
import { readCube } from '../../formats/zarr/index.js';
import { parseJson } from '../../formats/zarr/json-parser.js';
import { encodeJson } from '../../formats/zarr/json-writer.js';
import type { Cube } from '../../model/zarr/array.js';
import type { Finding } from './finding.js';
import { StorageView } from './storage-view.js';

/**
 * Compares what the consolidated document tells with what the documents of groups and arrays tell: by their meaning, since two programs
 * may have written them. Without consolidation there is nothing to compare.
 */
export async function verifyDocuments(dataset: Storage, cube: Cube): Promise<Finding[]> {
  if (!cube.consolidated) return [];
  try {
    const own = await readCube(new UnconsolidatedView(dataset, cube));
    return own ? compare(cube, own) : [{ subject: '.zgroup', reason: MISSING }];
  } catch (error) {
    if (!isCoded(error, 'CO_ZARR_METADATA')) throw error;
    const { uri, reason } = error.fields as { readonly uri: string; readonly reason: string };
    return [{ subject: uri.replace(dataset.root, ''), reason: `cannot be used: ${reason}` }];
  }
}

const MISSING = 'is missing, but the consolidated document tells of it';
const UNTOLD = 'is there, but the consolidated document does not tell of it';

function compare(told: Cube, own: Cube): Finding[] {
  return [
    ...compareMembers('.zattrs', told.attributes, own.attributes),
    ...compareNodes(told.groups ?? new Map(), groupsApart(own, told)),
    ...compareNodes(told.arrays, own.arrays),
  ];
}

/** Groups of an unconsolidated view, without those that only hold arrays which are told of: the levels of a pyramid. */
function groupsApart({ groups }: Cube, told: Cube): ReadonlyMap<string, object> {
  const isKnown = (name: string) =>
    !told.groups?.has(name) && [...told.arrays.keys()].some((array) => array.startsWith(`${name}/`));
  return new Map([...(groups ?? [])].filter(([name]) => !isKnown(name)));
}

function compareNodes(told: ReadonlyMap<string, object>, own: ReadonlyMap<string, object>): Finding[] {
  const findings: Finding[] = [];
  for (const [name, node] of told) {
    const other = own.get(name);
    findings.push(...(other ? compareMembers(name, node, other) : [{ subject: name, reason: MISSING }]));
  }
  const untold = [...own.keys()].filter((name) => !told.has(name));
  return [...findings, ...untold.map((subject) => ({ subject, reason: UNTOLD }))];
}

function compareMembers(subject: string, told: object, own: object): Finding[] {
  const [one, other] = [new Map(Object.entries(told)), new Map(Object.entries(own))];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const different = names.filter((name) => !isDeepStrictEqual(one.get(name), other.get(name)));
  if (different.length === 0) return [];
  const list = different.map((name) => `'${name}'`).join(', ');
  return [{ subject, reason: `differs from what the consolidated document tells of it in ${list}` }];
}

/** A consolidated cube as one sees it who does not know of that. */
class UnconsolidatedView extends StorageView {
  override readonly supportsListing = true;
  readonly #names: readonly string[];

  constructor(storage: Storage, { arrays, groups }: Cube) {
    super(storage);
    this.#names = [...arrays.keys(), ...(groups?.keys() ?? [])];
  }

  override async head(key: string): Promise<ObjectInfo | undefined> {
    return key === '.zmetadata' ? undefined : await this.storage.head(key);
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    if (key === '.zmetadata') return undefined;
    const bytes = await this.storage.get(key);
    return bytes && key === 'zarr.json' ? withoutConsolidated(bytes) : bytes;
  }

  /** Where nothing can be listed, at least what the consolidated document tells of is looked at. */
  override async listFolders(prefix: string): Promise<readonly string[]> {
    if (this.storage.supportsListing) return await this.storage.listFolders(prefix);
    const below = this.#names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    return [...new Set(below.map((name) => name.replace(/\/.*/, '')))];
  }
}

function withoutConsolidated(bytes: Uint8Array): Uint8Array {
  const { consolidated_metadata: _, ...root } = parseJson(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  return encodeJson(root);
}
