/**
 * Reads what a store tells of itself: v2 or v3, consolidated or not.
 *
 * @module
 */
import type { Storage } from '../../contracts/storage.js';
import type { Cube, JsonAttributes, ZarrArray } from '../../model/zarr/array.js';
import { Document, isObject, metadataError, quoted } from './metadata-error.js';
import { folderOf, type StoreFolder } from './store-folder.js';
import type { UnreadableArrays } from './unreadable-arrays.js';
import { parseV2Array } from './v2-array.js';
import { parseV3Array } from './v3-array.js';
import { walkNodes } from './walk-nodes.js';

/** Larger documents are refused before they are read. */
const MAX_DOCUMENT = 2 ** 28;

/**
 * The cube that lies at the root of `storage`; `undefined` where no Zarr document does. Arrays in groups are named `group/array`. A store
 * that is not consolidated needs a storage with listings.
 *
 * @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED
 */
export async function readCube(storage: Storage): Promise<Cube | undefined> {
  return readCubeIn(folderOf(storage));
}

/** As {@link readCube}, wherever the store lies. @param unreadable gets the arrays that cannot be read, instead of an error */
export async function readCubeIn(folder: StoreFolder, unreadable?: UnreadableArrays): Promise<Cube | undefined> {
  const v3 = await documentAt(folder, 'zarr.json');
  if (v3) return readV3(folder, v3, unreadable);
  const consolidated = await documentAt(folder, '.zmetadata');
  if (consolidated) return readV2Consolidated(consolidated, unreadable);
  const group = await documentAt(folder, '.zgroup');
  if (group) return readV2(folder, group, unreadable);
  if (await documentAt(folder, '.zarray')) throw metadataError(folder.uri('.zarray'), 'it is an array, not a group');
  return undefined;
}

async function documentAt(folder: StoreFolder, key: string): Promise<Document | undefined> {
  const size = await folder.size(key);
  if (size === undefined) return undefined;
  if (size > MAX_DOCUMENT) throw metadataError(folder.uri(key), `it has ${size} bytes, more than ${MAX_DOCUMENT}`);
  const bytes = await folder.get(key);
  return bytes && Document.parse(folder.uri(key), bytes);
}

async function readV3(folder: StoreFolder, root: Document, unreadable: UnreadableArrays | undefined): Promise<Cube> {
  if (root.get('node_type') !== 'group') throw root.error(`'node_type' is ${quoted(root.get('node_type'))}, not group`);
  const inline = root.get('consolidated_metadata') ?? null;
  const nodes = inline === null ? await listV3(folder) : consolidatedV3(root);
  const isArray = ([, node]: readonly [string, Document]) => node.oneOf('node_type', ['array', 'group']) === 'array';
  const groups = nodes.filter((node) => !isArray(node)).map(([path, node]) => [path, attributesOf(node)] as const);
  const arrays = nodes.filter(isArray).flatMap(([path, node]) => {
    const parse = () => parseV3Array(node);
    const array = unreadable ? unreadable.unless(path, node, node.get('dimension_names'), parse) : parse();
    return array ? [[path, array] as const] : [];
  });
  return cubeOf({ format: 3, consolidated: inline !== null, attributes: attributesOf(root) }, arrays, groups);
}

function attributesOf(group: Document): JsonAttributes {
  if (group.get('zarr_format') !== 3) throw group.error(`'zarr_format' is ${quoted(group.get('zarr_format'))}`);
  return group.get('attributes') === undefined ? {} : group.child('attributes').members;
}

function consolidatedV3(root: Document): [string, Document][] {
  const inline = root.child('consolidated_metadata');
  if (inline.get('kind') !== 'inline') throw root.error(`consolidated metadata of kind ${quoted(inline.get('kind'))}`);
  return Object.entries(inline.child('metadata').members).map(([path, node]) => [
    checkedPath(root, path),
    new Document(`${root.uri}#${path}`, node, `the node '${path}'`),
  ]);
}

async function listV3(folder: StoreFolder): Promise<[string, Document][]> {
  const nodes = await walkNodes(folder, async (path) => {
    const node = await documentAt(folder, `${path}/zarr.json`);
    return node && { value: node, isGroup: node.get('node_type') === 'group' };
  });
  return nodes.map(({ path, value }) => [path, value]);
}

function readV2Consolidated(root: Document, unreadable: UnreadableArrays | undefined): Cube {
  if (root.get('zarr_consolidated_format') !== 1) {
    throw root.error(`'zarr_consolidated_format' is ${quoted(root.get('zarr_consolidated_format'))}`);
  }
  const { members } = root.child('metadata');
  const at = (key: string) => (key in members ? new Document(`${root.uri}#${key}`, members[key]) : undefined);
  const pathsOf = (name: string) =>
    Object.keys(members).flatMap((key) =>
      key.endsWith(`/${name}`) ? [checkedPath(root, key.slice(0, -name.length - 1))] : [],
    );
  const arrays = pathsOf('.zarray').flatMap((path) => {
    const array = arrayOf(path, at(`${path}/.zarray`) as Document, at(`${path}/.zattrs`), unreadable);
    return array ? [[path, array] as const] : [];
  });
  const groups = pathsOf('.zgroup').map((path) => [path, at(`${path}/.zattrs`)?.members ?? {}] as const);
  return cubeOf({ format: 2, consolidated: true, attributes: at('.zattrs')?.members ?? {} }, arrays, groups);
}

function arrayOf(
  path: string,
  array: Document,
  attributes: Document | undefined,
  unreadable: UnreadableArrays | undefined,
): ZarrArray | undefined {
  const parse = () => parseV2Array(array, attributes);
  return unreadable ? unreadable.unless(path, array, attributes?.get('_ARRAY_DIMENSIONS'), parse) : parse();
}

async function readV2(folder: StoreFolder, group: Document, unreadable: UnreadableArrays | undefined): Promise<Cube> {
  if (group.get('zarr_format') !== 2) throw group.error(`'zarr_format' is ${quoted(group.get('zarr_format'))}`);
  const nodes = await walkNodes(folder, (path) => readV2Node(folder, path, unreadable));
  const arrays = nodes.flatMap(({ path, value: { array } }) => (array ? [[path, array] as const] : []));
  const groups = nodes.flatMap(({ path, value: { attributes, isGroup } }) =>
    !isGroup ? [] : [[path, attributes] as const],
  );
  const attributes = (await documentAt(folder, '.zattrs'))?.members ?? {};
  return cubeOf({ format: 2, consolidated: false, attributes }, arrays, groups);
}

async function readV2Node(folder: StoreFolder, path: string, unreadable: UnreadableArrays | undefined) {
  const document = await documentAt(folder, `${path}/.zarray`);
  if (!document && !(await documentAt(folder, `${path}/.zgroup`))) return undefined;
  const attributes = await documentAt(folder, `${path}/.zattrs`);
  const isGroup = !document;
  const array = document && arrayOf(path, document, attributes, unreadable);
  return { value: { attributes: attributes?.members ?? {}, array, isGroup }, isGroup };
}

/** Names that would leave the store are no names. */
function checkedPath(root: Document, path: string): string {
  if (path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')) return path;
  throw root.error(`${quoted(path)} is no path in a store`);
}

function cubeOf(
  group: Pick<Cube, 'format' | 'consolidated' | 'attributes'>,
  arrays: readonly (readonly [string, ZarrArray])[],
  groups: readonly (readonly [string, JsonAttributes])[],
): Cube {
  const telling = groups.filter(([, attributes]) => isObject(attributes) && Object.keys(attributes).length > 0);
  return { ...group, arrays: new Map(arrays), ...(telling.length > 0 ? { groups: new Map(telling) } : {}) };
}
