import type { Storage } from '../contracts/storage.js';
import { readGrid } from '../engine/cube/grid.js';
import { readArray } from '../formats/zarr/index.js';
import type { StoredArray } from '../model/data-type.js';
import type { Cube } from '../model/zarr/array.js';
import { LabelIndex } from './label-index.js';
import { labelsIn } from './labels.js';
import { SliceLedger } from './slice-ledger.js';

/** What is known of a cube between two commits. It is read again only when another writer changed the cube. */
export interface CubeState {
  readonly cube: Cube | undefined;
  readonly labels: LabelIndex;
  /** Coordinates that do not vary along the append dimension, as stored, by name. */
  readonly grid: ReadonlyMap<string, StoredArray>;
  readonly ledger: SliceLedger;
}

/** Where a cube and its ledger lie. */
export interface CubePlaces {
  readonly dataset: Storage;
  readonly ledger: Storage;
}

/** The state of no cube. A ledger that is left of an earlier one does not count. */
export function emptyState(): CubeState {
  return { cube: undefined, labels: new LabelIndex(true), grid: new Map(), ledger: new SliceLedger() };
}

/** Reads the state of a cube: its coordinates, and the ledger of its slices. */
export async function readState(
  cube: Cube | undefined,
  { dataset, ledger }: CubePlaces,
  appendDimension: string,
): Promise<CubeState> {
  if (!cube) return emptyState();
  const coordinate = coordinateOf(cube, appendDimension);
  const labels = coordinate
    ? new LabelIndex(true, labelsIn(await readArray(dataset, appendDimension, coordinate)))
    : new LabelIndex(false, new Array(lengthOf(cube, appendDimension)).keys());
  const [grid, slices] = await Promise.all([readGrid(dataset, cube, appendDimension), SliceLedger.open(ledger)]);
  return { cube, labels, grid, ledger: slices };
}

/** The cube's array of labels, where it has one. */
export function coordinateOf(cube: Cube, appendDimension: string) {
  const array = cube.arrays.get(appendDimension);
  return array?.dimensions.length === 1 && array.dimensions[0] === appendDimension ? array : undefined;
}

/** Rows of a cube. */
export function lengthOf({ arrays }: Cube, appendDimension: string): number {
  for (const { dimensions, shape } of arrays.values()) {
    const axis = dimensions.indexOf(appendDimension);
    if (axis >= 0) return shape[axis] ?? 0;
  }
  return 0;
}

/** Whether two descriptions are of the same state of a cube. */
export function isSameCube(a: Cube | undefined, b: Cube | undefined): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(cube: Cube | undefined): string {
  if (!cube) return '';
  const plain = (_: string, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  };
  return JSON.stringify(
    [cube.format, cube.consolidated, cube.attributes, [...cube.arrays].map(([name, array]) => [name, sorted(array)])],
    plain,
  );
}

function sorted(array: object): [string, unknown][] {
  return Object.entries(array)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
