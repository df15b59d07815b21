import type { Inspector } from '../../contracts/inspector.js';
import { attributeText } from '../../model/attributes.js';
import { inspectDataset } from '../../model/inspection/inspect-dataset.js';
import { type GeotiffOptions, geotiffReader } from './index.js';

/** Names of the axes of a grid in degrees; another grid keeps `x` and `y`. */
const DEGREES = { x: 'longitude', y: 'latitude' };

/** Looks at GeoTIFF files. A grid in degrees gets the names of its axes; the time is for the name of the file to tell. */
export const geotiffInspector: Inspector<GeotiffOptions> = {
  format: 'geotiff',
  async inspect(source, options = {}) {
    const info = await source.storage.head(source.key);
    const plain = await geotiffReader.open(source, options);
    const isInDegrees =
      attributeText(plain.variables.get('x')?.attributes ?? new Map(), 'standard_name') === 'longitude';
    const axes = isInDegrees && !options.x && !options.y ? DEGREES : {};
    const dataset = isInDegrees ? await geotiffReader.open(source, { ...options, ...axes }) : plain;
    const inspection = await inspectDataset(dataset, 'geotiff', info?.size ?? 0);
    return { ...inspection, settings: { geotiff: axes } };
  },
};
