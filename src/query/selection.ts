/**
 * Selections as people type them.
 *
 * @module
 */
import type { Selection } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';
import { parseBox, parsePoint } from './selection-place.js';
import { parseTimeSpan } from './selection-time.js';
import { parseCondition } from './selection-where.js';

/** The options of a query, as they are typed. */
export interface SelectionText {
  /** `START/END` */
  readonly time?: string | undefined;
  /** `WEST,SOUTH,EAST,NORTH` */
  readonly bbox?: string | undefined;
  /** `LONGITUDE,LATITUDE` */
  readonly point?: string | undefined;
  /** `A,B` */
  readonly columns?: string | undefined;
  /** `COLUMN OPERATOR VALUE` each */
  readonly where?: readonly string[] | undefined;
}

/** Reads the options of a query. @throws CO_QUERY_TIME, CO_QUERY_BOX, CO_QUERY_POINT, CO_QUERY_WHERE, CO_USAGE */
export function parseSelection({ time, bbox, point, columns, where }: SelectionText): Selection {
  return {
    ...(time !== undefined && { time: parseTimeSpan(time) }),
    ...(bbox !== undefined && { box: parseBox(bbox) }),
    ...(point !== undefined && { point: parsePoint(point) }),
    ...(columns !== undefined && { columns: parseColumns(columns) }),
    ...(where !== undefined && where.length > 0 && { where: where.map(parseCondition) }),
  };
}

/** A name with a comma in it stands in double quotes. */
function parseColumns(text: string): string[] {
  const names = [...text.matchAll(/"([^"]+)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? (plain as string).trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CloudOptimisedError('CO_USAGE', { reason: `--columns names '${twice}' twice` });
  if (names.length === 0 || names.includes(''))
    throw new CloudOptimisedError('CO_USAGE', { reason: `--columns '${text}' holds an empty name` });
  return names;
}
