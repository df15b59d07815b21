import type { GeoTIFFImage } from 'geotiff';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { AttributeValue } from '../../model/attributes.js';
import type { NumericArray, NumericType, StoredArray } from '../../model/data-type.js';
import { checkRegion, type Dataset, type Region, type Variable } from '../../model/dataset.js';
import { centresOf, geoReferenceOf } from './georeference.js';
import { noDataOf, sampleType } from './sample-type.js';

/** The step of a series that a file is: the only value of its time coordinate. */
export interface GeotiffTime {
  /** Name of dimension and coordinate. */
  readonly dimension: string;
  /** In `units`. */
  readonly value: number | bigint;
  readonly units: string;
}

/** What the file does not tell of itself. */
export interface GeotiffOptions {
  readonly x?: string;
  readonly y?: string;
  /** Names of the bands; a single one for several bands makes one variable of them all. By default `band_1`, `band_2`, … */
  readonly variables?: readonly string[] | undefined;
  readonly time?: GeotiffTime | undefined;
}

const BAND = 'band';
const SYSTEM = 'spatial_ref';

interface Grid {
  readonly image: GeoTIFFImage;
  readonly uri: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
}

/** An opened GeoTIFF file. */
export class GeotiffDataset implements Dataset {
  readonly kind = 'dataset';
  readonly uri: string;
  readonly dimensions: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly attributes = new Map<string, AttributeValue>();

  private constructor(uri: string, variables: readonly Variable[]) {
    this.uri = uri;
    this.variables = new Map(variables.map((variable) => [variable.name, variable]));
    this.dimensions = new Map(
      variables.flatMap(({ dimensions, shape }) => dimensions.map((name, axis) => [name, shape[axis] ?? 0] as const)),
    );
  }

  /** @throws CO_FILE_UNSUPPORTED, CO_VARIABLE_MISSING where the file has another number of bands than names are given for */
  static async of(image: GeoTIFFImage, uri: string, options: GeotiffOptions): Promise<GeotiffDataset> {
    const { x = 'x', y = 'y', time } = options;
    const [width, height] = [image.getWidth(), image.getHeight()];
    const place = geoReferenceOf(image, uri);
    const coordinates = [
      ...(time ? [timeVariable(time)] : []),
      coordinate(y, centresOf(place.y, height), place.yAttributes),
      coordinate(x, centresOf(place.x, width), place.xAttributes),
    ];
    const grid: Grid = {
      image,
      uri,
      dimensions: [...(time ? [time.dimension] : []), y, x],
      shape: [...(time ? [1] : []), height, width],
    };
    const system = inMemory(
      { name: SYSTEM, type: 'int32', dimensions: [], attributes: place.system },
      Int32Array.of(0),
      [],
    );
    return new GeotiffDataset(uri, [...coordinates, ...(await bandVariables(grid, options.variables)), system]);
  }

  async close(): Promise<void> {}
}

function timeVariable({ dimension, value, units }: GeotiffTime): Variable {
  const values = typeof value === 'bigint' ? BigInt64Array.of(value) : Float64Array.of(value);
  const type = typeof value === 'bigint' ? 'int64' : 'float64';
  const attributes = new Map<string, AttributeValue>([
    ['standard_name', 'time'],
    ['axis', 'T'],
    ['units', units],
    ['calendar', 'standard'],
  ]);
  return inMemory({ name: dimension, type, dimensions: [dimension], attributes }, values, [1]);
}

function coordinate(name: string, values: Float64Array, attributes: ReadonlyMap<string, AttributeValue>): Variable {
  return inMemory({ name, type: 'float64', dimensions: [name], attributes }, values, [values.length]);
}

function inMemory(
  outline: Pick<Variable, 'name' | 'type' | 'dimensions' | 'attributes'>,
  values: NumericArray,
  shape: readonly number[],
): Variable {
  const read = async (region?: Region): Promise<StoredArray> => {
    if (region) checkRegion({ name: outline.name, shape }, region);
    const [start = 0] = region?.start ?? [];
    return region && shape.length > 0 ? values.slice(start, start + (region.count[0] ?? 0)) : values;
  };
  return { ...outline, shape, read };
}

async function bandVariables(grid: Grid, names: readonly string[] | undefined): Promise<Variable[]> {
  const { image, uri } = grid;
  const count = image.getSamplesPerPixel();
  const [single] = names ?? [];
  if (names?.length === 1 && single !== undefined && count > 1) return stackedVariables(grid, single, count);
  if (names && names.length !== count) {
    const reason = `which is one of ${names.length} names for ${count} bands`;
    throw new CloudOptimisedError('CO_VARIABLE_MISSING', { uri, variable: names[count] ?? names.at(-1) ?? '', reason });
  }
  const variables: Variable[] = [];
  for (let band = 0; band < count; band++)
    variables.push(await bandVariable(grid, names?.[band] ?? `band_${band + 1}`, band));
  return variables;
}

async function bandVariable(grid: Grid, name: string, band: number): Promise<Variable> {
  const { image, uri, dimensions, shape } = grid;
  const type = sampleType(image, band, uri);
  const attributes = await attributesOf(image, type, band);
  const read = async (region: Region = { start: shape.map(() => 0), count: shape }) => {
    checkRegion({ name, shape }, region);
    return readBands(grid, [band], region, type);
  };
  return { name, type, dimensions, shape, attributes, chunkShape: blockOf(grid), read };
}

/** All bands as one variable, whose dimension `band` counts from 1. */
async function stackedVariables(grid: Grid, name: string, count: number): Promise<Variable[]> {
  const { image, uri } = grid;
  const bands = Array.from({ length: count }, (_, band) => band);
  const types = new Set(bands.map((band) => sampleType(image, band, uri)));
  const [type = 'float64'] = types;
  if (types.size > 1) {
    const feature = `bands of different types (${[...types].join(', ')})`;
    throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: name, feature });
  }
  const dimensions = grid.dimensions.toSpliced(-2, 0, BAND);
  const shape = grid.shape.toSpliced(-2, 0, count);
  const axis = dimensions.indexOf(BAND);
  const read = async (region: Region = { start: shape.map(() => 0), count: shape }) => {
    checkRegion({ name, shape }, region);
    const [start = 0, length = 0] = [region.start[axis], region.count[axis]];
    const box = { start: region.start.toSpliced(axis, 1), count: region.count.toSpliced(axis, 1) };
    return readBands(grid, bands.slice(start, start + length), box, type);
  };
  const attributes = await attributesOf(image, type, 0);
  const stacked = { name, type, dimensions, shape, attributes, chunkShape: blockOf(grid).toSpliced(-2, 0, 1), read };
  const numbers = inMemory(
    { name: BAND, type: 'int32', dimensions: [BAND], attributes: new Map() },
    Int32Array.from(bands, (band) => band + 1),
    [count],
  );
  return [numbers, stacked];
}

function blockOf({ image, shape }: Grid): number[] {
  const [height = 1, width = 1] = shape.slice(-2);
  const block = [Math.min(image.getTileHeight(), height), Math.min(image.getTileWidth(), width)];
  return [...shape.slice(0, -2).map(() => 1), ...block];
}

async function attributesOf(
  image: GeoTIFFImage,
  type: NumericType,
  band: number,
): Promise<Map<string, AttributeValue>> {
  const attributes = new Map<string, AttributeValue>();
  const noData = noDataOf(image, type);
  if (noData) attributes.set('_FillValue', noData);
  const told = (await image.getGDALMetadata(band).catch(() => null)) ?? {};
  const [scale, offset] = [Number(told.SCALE ?? 1), Number(told.OFFSET ?? 0)];
  if (scale !== 1 || offset !== 0) {
    attributes.set('scale_factor', Float64Array.of(scale));
    attributes.set('add_offset', Float64Array.of(offset));
  }
  if (typeof told.DESCRIPTION === 'string') attributes.set('long_name', told.DESCRIPTION);
  if (typeof told.UNITTYPE === 'string') attributes.set('units', told.UNITTYPE);
  attributes.set('grid_mapping', SYSTEM);
  return attributes;
}

/** Bands one after the other; `region` is of the grid, with its time or without. */
async function readBands(
  { image, uri }: Grid,
  bands: readonly number[],
  { start, count }: Region,
  type: NumericType,
): Promise<NumericArray> {
  const [top = 0, left = 0] = start.slice(-2);
  const [height = 0, width = 0] = count.slice(-2);
  const steps = count.length > 2 ? (count[0] ?? 1) : 1;
  const empty = bands.length * height * width * steps === 0;
  const rasters = empty ? [] : await rastersOf(image, uri, bands, [left, top, left + width, top + height]);
  return joined(rasters, type);
}

async function rastersOf(
  image: GeoTIFFImage,
  uri: string,
  samples: readonly number[],
  window: number[],
): Promise<NumericArray[]> {
  try {
    const rasters = await image.readRasters({ samples: [...samples], window, interleave: false });
    return Array.from(rasters as unknown as ArrayLike<NumericArray>);
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason }, { cause });
  }
}

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

function joined(rasters: readonly NumericArray[], type: NumericType): NumericArray {
  const [first] = rasters;
  if (first && rasters.length === 1) return first;
  const length = rasters.reduce((sum, raster) => sum + raster.length, 0);
  const all = new ARRAYS[type as keyof typeof ARRAYS](length);
  let at = 0;
  for (const raster of rasters) {
    all.set(raster as never, at);
    at += raster.length;
  }
  return all;
}
