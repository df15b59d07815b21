import { attributeMetadata, attributeNames, readAttribute, readRaw } from './attributes.js';
import { type Hdf5File, referenceKey } from './hdf5-file.js';
import type { StoredDataset } from './object-tree.js';

/** What netCDF-4 and the Dimension Scales specification keep in a dataset's attributes. */
export interface ScaleNotes {
  /** Whether it is a dimension scale, which makes it a dimension. */
  readonly isScale: boolean;
  /** Whether it is only a dimension, without values. */
  readonly isBare: boolean;
  /** The dimension's number, where netCDF gave it one. */
  readonly dimensionId: number | undefined;
  /** Numbers of the dimensions of a coordinate variable of several dimensions. */
  readonly coordinateIds: readonly number[] | undefined;
  /** For each axis the references of its scales; `undefined` where the file has none. */
  readonly axisReferences: readonly (readonly string[])[] | undefined;
  /** The names of its other attributes, which are the user's. */
  readonly attributeNames: readonly string[];
}

/** How netCDF names a scale that is no variable; the length follows (netCDF-4 file format, "Dimensions"). */
const BARE_DIMENSION = 'This is a netCDF dimension but not a netCDF variable';

const BOOKKEEPING = new Set([
  'DIMENSION_LIST',
  'REFERENCE_LIST',
  '_Netcdf4Dimid',
  '_Netcdf4Coordinates',
  '_nc3_strict',
  '_NCProperties',
]);
/** Bookkeeping on dimension scales, but the user's own names elsewhere. */
const SCALE_BOOKKEEPING = new Set(['CLASS', 'NAME']);

/** Whether an attribute is netCDF's own, not the user's. */
export function isBookkeeping(name: string, onScale: boolean): boolean {
  return BOOKKEEPING.has(name) || (onScale && SCALE_BOOKKEEPING.has(name));
}

/** Reads a dataset's dimension scale attributes. @throws CO_FILE_CORRUPT */
export function readScaleNotes(file: Hdf5File, { path }: StoredDataset): ScaleNotes {
  const names = attributeNames(file, path);
  const has = new Set(names);
  const isScale = has.has('CLASS') && readAttribute(file, path, 'CLASS') === 'DIMENSION_SCALE';
  return {
    isScale,
    isBare: isScale && has.has('NAME') && String(readAttribute(file, path, 'NAME')).startsWith(BARE_DIMENSION),
    dimensionId: has.has('_Netcdf4Dimid') ? integers(file, path, '_Netcdf4Dimid')[0] : undefined,
    coordinateIds: has.has('_Netcdf4Coordinates') ? integers(file, path, '_Netcdf4Coordinates') : undefined,
    axisReferences: has.has('DIMENSION_LIST') ? readAxisReferences(file, path) : undefined,
    attributeNames: names.filter((name) => !isBookkeeping(name, isScale)),
  };
}

function integers(file: Hdf5File, path: string, name: string): readonly number[] {
  const value = readAttribute(file, path, name);
  return typeof value === 'string' ? [] : Array.from(value as ArrayLike<number>, Number);
}

/** Pairs of length and address in the heap, one for each axis; there, references of eight bytes. */
function readAxisReferences(file: Hdf5File, path: string): string[][] {
  const metadata = attributeMetadata(file, path, 'DIMENSION_LIST');
  return readRaw(file, path, 'DIMENSION_LIST', metadata, (bytes, heap) => {
    const words = new Uint32Array(bytes.slice().buffer);
    return Array.from({ length: words.length / 2 }, (_, axis) =>
      references(heap, words[2 * axis] ?? 0, words[2 * axis + 1] ?? 0),
    );
  });
}

const REFERENCE_BYTES = 8;

function references(heap: Uint8Array, count: number, pointer: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const start = pointer + i * REFERENCE_BYTES;
    return referenceKey(heap.subarray(start, start + REFERENCE_BYTES));
  });
}
