import type { DatasetConfig } from '../config/index.js';
import type { SourceFile } from '../contracts/reader.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { GeotiffOptions, GeotiffTime } from '../formats/geotiff/index.js';
import { convertTime, type TimeCount, timeEncodingOf } from '../model/cf/time-encoding.js';
import { planCube } from './cube/cube-plan.js';
import { dateParser } from './tabular/date-format.js';

/** How a GeoTIFF file is read, by the `geotiff` block. @throws CO_GEOTIFF_CONFIG, CO_CUBE_TIME */
export function geotiffOptionsOf(config: DatasetConfig, source: SourceFile): GeotiffOptions {
  const block = config.document.geotiff;
  if (!block) throw new CloudOptimisedError('CO_GEOTIFF_CONFIG', { uri: source.uri });
  const { x = 'x', y = 'y', variables, time } = block;
  return { x, y, variables: variables ?? undefined, time: timeOf(time, config, source) };
}

const NANOSECONDS = 'nanoseconds since 1970-01-01';

function timeOf(
  { file_name, format, dimension, units = 'seconds since 1970-01-01' }: TimeSettings,
  config: DatasetConfig,
  { uri, name }: SourceFile,
): GeotiffTime {
  const variable = dimension ?? (planCube(config).appendDimension || 'time');
  const found = new RegExp(file_name).exec(name);
  if (!found) throw notTold(uri, variable, name, units, `the file's name does not match '${file_name}'`);
  const text = found.slice(1).join('');
  const moment = dateParser(format)(text);
  if (moment === undefined) throw notTold(uri, variable, text, units, `it is no date of the layout '${format}'`);
  const [from, to] = [countOf(NANOSECONDS), countOf(units)];
  const value = from && to && convertTime(moment, { ...from, type: 'int64' }, { ...to, type: 'int64' });
  if (value === undefined)
    throw notTold(uri, variable, text, units, 'it is no whole number of these units', 'precision');
  return { dimension: variable, value, units };
}

type TimeSettings = NonNullable<DatasetConfig['document']['geotiff']>['time'];

function countOf(units: string): TimeCount | undefined {
  return timeEncodingOf(new Map([['units', units]]))?.count;
}

function notTold(
  uri: string,
  variable: string,
  value: string,
  units: string,
  reason: string,
  trouble: 'name' | 'precision' = 'name',
): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_TIME', { uri, variable, value, units, reason, trouble });
}
