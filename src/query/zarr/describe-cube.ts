/**
 * What a cube tells of itself: its metadata, and its extents by its coordinates.
 *
 * @module
 */
import type { Box, DatasetDescription, TimeSpan, VariableDescription } from '../../contracts/published-dataset.js';
import { isCoded } from '../../errors/index.js';
import type { Variable } from '../../model/dataset.js';
import { isFixed } from '../../model/table/column.js';
import { type Roles, readDegrees, readTimes } from './axes.js';
import type { CubeSource } from './cube-source.js';
import { longitudeArc } from './longitude-arc.js';
import { rowGridOf } from './row-grid.js';

/** Describes a cube; of its data, coordinates alone are read. @throws CO_TIME_OUT_OF_RANGE, or what reading throws */
export async function describeCube(source: CubeSource, name: string, roles: Roles): Promise<DatasetDescription> {
  const { dataset, uri } = source;
  const [temporalExtent, spatialExtent] = await Promise.all([
    ifTold(() => temporalExtentOf(source, roles)),
    ifTold(() => spatialExtentOf(source, roles)),
  ]);
  return {
    name,
    uri,
    format: 'zarr',
    attributes: dataset.attributes,
    variables: [...dataset.variables.values()].map(describeVariable),
    partitions: [],
    roles,
    rows: rowsOf(source, roles),
    ...(temporalExtent && { temporalExtent, temporalExtentFrom: 'values' }),
    ...(spatialExtent && { spatialExtent, spatialExtentFrom: 'values' }),
  };
}

function describeVariable({
  name,
  type,
  dimensions,
  shape,
  chunkShape,
  attributes,
  encoded,
}: Variable): VariableDescription {
  return { name, type: encoded?.array.type ?? type, dimensions, shape, chunkShape, attributes };
}

/** Rows that a selection of everything has. */
function rowsOf({ dataset }: CubeSource, roles: Roles): number {
  const { dimensions } = rowGridOf(dataset, roles, {}, []);
  return dataset.variables.size === 0
    ? 0
    : dimensions.reduce((rows, name) => rows * (dataset.dimensions.get(name) ?? 0), 1);
}

/** A cube without coordinates, or with times that timestamps do not tell, has no extent. */
async function ifTold<T>(extent: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await extent();
  } catch (error) {
    if (isCoded(error, 'CO_QUERY_ROLE', 'CO_TIME_OUT_OF_RANGE')) return undefined;
    throw error;
  }
}

async function temporalExtentOf(source: CubeSource, roles: Roles): Promise<Required<TimeSpan> | undefined> {
  const { column } = await readTimes(source, roles, 'temporal extent');
  if (!isFixed(column) || column.type !== 'timestamp[ns]') return undefined;
  let [start, end]: [bigint | undefined, bigint | undefined] = [undefined, undefined];
  (column.values as BigInt64Array).forEach((value, at) => {
    if (column.nulls?.[at] === 1) return;
    if (start === undefined || value < start) start = value;
    if (end === undefined || value > end) end = value;
  });
  return start === undefined || end === undefined ? undefined : { start, end };
}

async function spatialExtentOf(source: CubeSource, roles: Roles): Promise<Box | undefined> {
  const latitudes = (await readDegrees(source, roles, 'latitude', 'spatial extent')).values.filter(Number.isFinite);
  const arc = longitudeArc((await readDegrees(source, roles, 'longitude', 'spatial extent')).values);
  if (!arc || latitudes.length === 0) return undefined;
  const sorted = latitudes.sort();
  return { ...arc, south: sorted[0] as number, north: sorted.at(-1) as number };
}
