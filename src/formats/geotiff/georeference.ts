import type { GeoTIFFImage } from 'geotiff';
import { CloudOptimisedError } from '../../errors/index.js';
import type { AttributeValue } from '../../model/attributes.js';

/** Where pixels lie: the coordinate of a pixel's centre is `origin + (position + centre) · step`. */
export interface GeoReference {
  readonly x: Axis;
  readonly y: Axis;
  /** Attributes of the coordinates. */
  readonly xAttributes: ReadonlyMap<string, AttributeValue>;
  readonly yAttributes: ReadonlyMap<string, AttributeValue>;
  /** Attributes of `spatial_ref`. */
  readonly system: ReadonlyMap<string, AttributeValue>;
}

interface Axis {
  readonly origin: number;
  readonly step: number;
  /** 0.5 where the origin is a pixel's corner, 0 where it is its centre. */
  readonly centre: number;
}

/** Pixels are points at their centres, not areas (GeoTIFF 1.1, GTRasterTypeGeoKey). */
const POINT = 2;
const GEOGRAPHIC = 2;

/** The geotransform and coordinate reference system of an image. @throws CO_FILE_UNSUPPORTED for one that is rotated, or without any */
export function geoReferenceOf(image: GeoTIFFImage, uri: string): GeoReference {
  const keys = image.getGeoKeys() ?? {};
  const centre = keys.GTRasterTypeGeoKey === POINT ? 0 : 0.5;
  const { x, y } = transformOf(image, uri);
  const isGeographic = keys.GTModelTypeGeoKey === GEOGRAPHIC;
  const code = Number(isGeographic ? keys.GeographicTypeGeoKey : keys.ProjectedCSTypeGeoKey);
  const corner = (axis: typeof x) => axis.origin - (0.5 - centre) * axis.step;
  const system = new Map<string, AttributeValue>([
    ...(Number.isInteger(code) && code > 0 && code < 32767 ? ([['spatial_ref', `EPSG:${code}`]] as const) : []),
    ['GeoTransform', [corner(x), x.step, 0, corner(y), 0, y.step].join(' ')],
  ]);
  return {
    x: { ...x, centre },
    y: { ...y, centre },
    xAttributes: attributesOf(
      'X',
      isGeographic ? 'longitude' : 'projection_x_coordinate',
      isGeographic,
      'degrees_east',
    ),
    yAttributes: attributesOf(
      'Y',
      isGeographic ? 'latitude' : 'projection_y_coordinate',
      isGeographic,
      'degrees_north',
    ),
    system,
  };
}

function attributesOf(axis: string, standardName: string, isGeographic: boolean, degrees: string) {
  const names: [string, AttributeValue][] = [
    ['axis', axis],
    ['standard_name', standardName],
  ];
  return new Map(isGeographic ? [...names, ['units', degrees] as const] : names);
}

function transformOf({ fileDirectory }: GeoTIFFImage, uri: string) {
  const scale = numbers(fileDirectory, 'ModelPixelScale');
  const tie = numbers(fileDirectory, 'ModelTiepoint');
  if (scale && tie?.length === 6) {
    const [i = 0, j = 0, , x = 0, y = 0] = tie;
    const [sx = 0, sy = 0] = scale;
    return { x: { origin: x - i * sx, step: sx }, y: { origin: y + j * sy, step: -sy } };
  }
  const [a = 0, b = 0, , d = 0, e = 0, f = 0, , h = 0] = numbers(fileDirectory, 'ModelTransformation') ?? [];
  if (a !== 0 && f !== 0 && b === 0 && e === 0) return { x: { origin: d, step: a }, y: { origin: h, step: f } };
  const feature = a === 0 && b === 0 ? 'pixels without a place' : 'a rotated grid';
  throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: '', feature });
}

function numbers(
  directory: GeoTIFFImage['fileDirectory'],
  tag: 'ModelPixelScale' | 'ModelTiepoint' | 'ModelTransformation',
) {
  return directory.hasTag(tag) ? Array.from(directory.getValue(tag) as ArrayLike<number>) : undefined;
}

/** The centres of all pixels along an axis. */
export function centresOf({ origin, step, centre }: Axis, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => origin + (i + centre) * step);
}
