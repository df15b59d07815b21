/**
 * The metadata documents of a cube, as xarray and zarr-python write them.
 *
 * @module
 */
import type { Cube, JsonAttributes } from '../../model/zarr/array.js';
import { encodeJson } from './json-writer.js';
import { v2ArrayAttributes, v2ArrayDocument } from './v2-array.js';
import { v3ArrayDocument } from './v3-array.js';

/** A metadata document, by its key relative to the cube's root. */
export interface CubeDocument {
  readonly key: string;
  readonly data: Uint8Array;
}

/**
 * All documents of a cube. `root` is the one that readers of a consolidated cube open (`zarr.json`, `.zmetadata`); without
 * consolidation it is the root group's own (`zarr.json`, `.zgroup`).
 */
export function cubeDocuments(cube: Cube): { readonly root: CubeDocument; readonly rest: readonly CubeDocument[] } {
  return cube.format === 2 ? v2Documents(cube) : v3Documents(cube);
}

function v2Documents(cube: Cube) {
  const entries = v2Entries(cube);
  const documents = [...entries].map(([key, value]) => ({ key, data: encodeJson(value) }));
  const consolidated = { metadata: entries, zarr_consolidated_format: 1 };
  if (cube.consolidated) return { root: { key: '.zmetadata', data: encodeJson(consolidated) }, rest: documents };
  const [root = { key: '.zgroup', data: new Uint8Array() }, ...rest] = documents;
  return { root, rest };
}

function v2Entries(cube: Cube): Map<string, unknown> {
  const entries = new Map<string, unknown>([
    ['.zgroup', { zarr_format: 2 }],
    ['.zattrs', cube.attributes],
  ]);
  for (const [path, attributes] of groupsOf(cube)) {
    entries.set(`${path}/.zgroup`, { zarr_format: 2 });
    if (Object.keys(attributes).length > 0) entries.set(`${path}/.zattrs`, attributes);
  }
  for (const [name, array] of cube.arrays) {
    entries.set(`${name}/.zarray`, v2ArrayDocument(array));
    entries.set(`${name}/.zattrs`, v2ArrayAttributes(array));
  }
  return entries;
}

function v3Documents(cube: Cube) {
  const nodes = v3Nodes(cube);
  const inline = { kind: 'inline', must_understand: false, metadata: nodes };
  const root = v3Group(cube.attributes, cube.consolidated ? inline : undefined);
  const rest = [...nodes].map(([path, node]) => ({ key: `${path}/zarr.json`, data: encodeJson(node) }));
  return { root: { key: 'zarr.json', data: encodeJson(root) }, rest };
}

function v3Nodes(cube: Cube): Map<string, unknown> {
  const groups = groupsOf(cube).map(([path, attributes]) => [path, v3Group(attributes, undefined)] as const);
  return new Map([
    ...groups,
    ...[...cube.arrays].map(([name, array]) => [name, v3ArrayDocument(array, name)] as const),
  ]);
}

function v3Group(attributes: JsonAttributes, consolidated: unknown): unknown {
  return { attributes, zarr_format: 3, consolidated_metadata: consolidated, node_type: 'group' };
}

/** The groups in a cube, outer ones first: those with attributes, and all that the names of arrays tell of. */
function groupsOf({ arrays, groups }: Cube): (readonly [string, JsonAttributes])[] {
  const paths = new Set<string>();
  const named = [...(groups?.keys() ?? [])].flatMap(withParents);
  for (const path of [...named, ...[...arrays.keys()].flatMap(parentsOf)]) paths.add(path);
  return [...paths].sort(byDepth).map((path) => [path, groups?.get(path) ?? {}]);
}

function withParents(path: string): string[] {
  return [...parentsOf(path), path];
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length;
}
