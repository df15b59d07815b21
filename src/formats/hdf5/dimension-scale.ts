import { readAttribute } from './attributes.js';
import type { Hdf5Objects } from './hdf5-objects.js';
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
export function readScaleNotes(objects: Hdf5Objects, { path }: StoredDataset): ScaleNotes {
  const names = objects.attributeNames(path);
  const has = new Set(names);
  const isScale = has.has('CLASS') && readAttribute(objects, path, 'CLASS') === 'DIMENSION_SCALE';
  return {
    isScale,
    isBare: isScale && has.has('NAME') && String(readAttribute(objects, path, 'NAME')).startsWith(BARE_DIMENSION),
    dimensionId: has.has('_Netcdf4Dimid') ? integers(objects, path, '_Netcdf4Dimid')[0] : undefined,
    coordinateIds: has.has('_Netcdf4Coordinates') ? integers(objects, path, '_Netcdf4Coordinates') : undefined,
    axisReferences: has.has('DIMENSION_LIST') ? readAxisReferences(objects, path) : undefined,
    attributeNames: names.filter((name) => !isBookkeeping(name, isScale)),
  };
}

function integers(objects: Hdf5Objects, path: string, name: string): readonly number[] {
  const value = readAttribute(objects, path, name);
  return typeof value === 'string' ? [] : Array.from(value as ArrayLike<number>, Number);
}

function readAxisReferences(objects: Hdf5Objects, path: string): readonly (readonly string[])[] {
  return objects.attributeReferences(path, 'DIMENSION_LIST', objects.attributeMetadata(path, 'DIMENSION_LIST'));
}
