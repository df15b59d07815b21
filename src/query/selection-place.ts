import type { Box, Point } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';
import { parseFloat64 } from '../model/table/cast/parse-number.js';

/** Longitudes may be counted from −180 to 180 or from 0 to 360. */
const LONGITUDES = [-180, 360] as const;
const LATITUDES = [-90, 90] as const;

/** Reads `WEST,SOUTH,EAST,NORTH` in degrees; WEST greater than EAST goes across the antimeridian. @throws CO_QUERY_BOX */
export function parseBox(value: string): Box {
  const refuse = (reason: string) => new CloudOptimisedError('CO_QUERY_BOX', { value, reason });
  const [west, south, east, north] = degreesOf(value, ['west', 'south', 'east', 'north'], refuse) as FourNumbers;
  if (south > north) throw refuse(`its south ${south} lies north of its north ${north}`);
  if (east - west > 360) throw refuse('it goes more than once around the globe');
  return { west, south, east, north };
}

type FourNumbers = [number, number, number, number];

/** Reads `LONGITUDE,LATITUDE` in degrees. @throws CO_QUERY_POINT */
export function parsePoint(value: string): Point {
  const refuse = (reason: string) => new CloudOptimisedError('CO_QUERY_POINT', { value, reason });
  const [longitude, latitude] = degreesOf(value, ['longitude', 'latitude'], refuse) as [number, number];
  return { longitude, latitude };
}

function degreesOf(value: string, names: readonly string[], refuse: (reason: string) => Error): number[] {
  const parts = value.split(',');
  if (parts.length !== names.length) throw refuse(`it has ${parts.length} numbers, not ${names.length}`);
  return names.map((name, at) => {
    const text = (parts[at] as string).trim();
    const degrees = parseFloat64(text);
    const [least, most] = /west|east|longitude/.test(name) ? LONGITUDES : LATITUDES;
    if (degrees === undefined || Number.isNaN(degrees)) throw refuse(`its ${name} '${text}' is no number`);
    if (degrees < least || degrees > most) throw refuse(`its ${name} '${text}' is not from ${least} to ${most}`);
    return degrees;
  });
}
