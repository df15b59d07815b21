/**
 * What a reader sees of a cube made of `test/fixtures/slices`, through its consolidated metadata and nothing else. zarrita reads, not the code
 * under test.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as zarr from 'zarrita';

/** What a reader sees. */
export interface CubeState {
  /** Days since 2024-01-01, as the coordinate tells. */
  readonly days: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Get = (key: string) => Promise<Uint8Array | undefined>;

/** The slice of a day. */
export function slicePath(day: number): string {
  return fileURLToPath(new URL(`../fixtures/slices/day-${String(day).padStart(3, '0')}.nc`, import.meta.url));
}

/**
 * Opens a cube as a reader does, and reads all of it.
 *
 * @param get reads an object of the cube by its key
 * @returns `undefined` where there is no cube yet
 * @throws where a value is not that of its label: a hole, a mixture, a torn object
 */
export async function readCubeState(get: Get, format: 2 | 3): Promise<CubeState | undefined> {
  if (!(await get(format === 2 ? '.zmetadata' : 'zarr.json'))) return undefined;
  const store = await zarr.withConsolidatedMetadata(storeOf(get), { format: `v${format}` });
  const open = format === 2 ? zarr.open.v2 : zarr.open.v3;
  const group = await open(store, { kind: 'group' });
  const read = async (name: string) => {
    const array = await open(group.resolve(name), { kind: 'array' });
    const { data, shape } = await zarr.get(array);
    return { values: Array.from(data as ArrayLike<number>, Number), shape, attributes: array.attrs };
  };
  const [time, chl, sst] = [await read('time'), await read('chl'), await read('sst')];
  const days = time.values;
  checkShapes(days.length, chl.shape, sst.shape);
  days.forEach((day, row) => {
    checkRow(day, rowOf(chl.values, row), 1);
    checkRow(day, rowOf(sst.values, row), 100);
  });
  return { days, attributes: group.attrs };
}

function storeOf(get: Get) {
  return {
    get: (key: string) => get(key.slice(1)),
    async getRange(key: string, range: { offset: number; length: number } | { suffixLength: number }) {
      const bytes = await get(key.slice(1));
      if ('suffixLength' in range) return bytes?.slice(-range.suffixLength);
      return bytes?.slice(range.offset, range.offset + range.length);
    },
  };
}

/** The cube in a folder, as it lies there at this moment. */
export function readCubeFolder(folder: string, format: 2 | 3): Promise<CubeState | undefined> {
  return readCubeState(async (key) => readIfThere(join(folder, key)), format);
}

/** Paths of all files below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** What lies in a folder, by paths, byte for byte; nothing where there is no folder. */
export type Content = Readonly<Record<string, string>>;

export function contentOf(folder: string): Content {
  const paths = existsSync(folder) ? filesBelow(folder) : [];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'base64')]));
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function checkShapes(length: number, ...shapes: (readonly number[])[]): void {
  for (const shape of shapes)
    if (shape.join() !== `${length},4,6`) throw new Error(`${length} labels, but a variable of shape ${shape}`);
}

function rowOf(values: readonly number[], row: number): readonly number[] {
  return values.slice(row * 24, (row + 1) * 24);
}

/** A row has 4 x 6 values: the day, plus a hundredth for each column, stored in parts of `unit`; the first of `sst` is missing. */
function checkRow(day: number, values: readonly number[], unit: number): void {
  values.forEach((value, i) => {
    const expected = (day * 100 + (i % 6)) / unit;
    const missing = i === 0 && value === -999;
    if (Math.abs(value - expected) > 1e-5 && !missing)
      throw new Error(`value ${value} at ${i} in the row of day ${day}, expected ${expected}`);
  });
}
