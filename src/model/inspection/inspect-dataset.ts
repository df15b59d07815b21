import { createHash } from 'node:crypto';
import { isCoded } from '../../errors/index.js';
import { decodeVariable } from '../cf/decode-variable.js';
import { joinTexts } from '../cf/join-texts.js';
import { findRoles } from '../cf/roles.js';
import { textDimensions } from '../cf/text.js';
import { allocate, isNumeric, type NumericArray } from '../data-type.js';
import { type Dataset, sizeOf, type Variable } from '../dataset.js';
import type { ColumnType } from '../table/column.js';
import { extentOf, type Limits } from './extent.js';
import type { InspectedVariable, Inspection, InspectionNote } from './inspection.js';
import { positionLimits } from './position-limits.js';

/** Values of a coordinate that are read to know its extent: 64 MiB of doubles. */
const MOST_READ = 2 ** 23;

/**
 * Looks at an opened file of arrays, whatever its format: types come from decoding no values, and only what may be a coordinate of time
 * or place is read. The dataset stays open until `close`.
 *
 * @throws what reading the dataset throws
 */
export async function inspectDataset(dataset: Dataset, format: string, bytes: number): Promise<Inspection> {
  const lengths = textDimensions(dataset);
  const notes: InspectionNote[] = [];
  const coordinates = roleNames(dataset);
  const time = dataset.variables.get(findRoles(dataset.variables.values()).get('time')?.variable ?? '');
  const changing = time?.dimensions ?? [];
  const limits = positionLimits(dataset.variables.values());
  const variables: InspectedVariable[] = [];
  for (const variable of dataset.variables.values())
    variables.push(await inspectVariable(variable, { dataset, lengths, coordinates, limits, changing, notes }));
  const { uri, attributes } = dataset;
  const dimensions = new Map([...dataset.dimensions].filter(([name]) => !lengths.has(name)));
  const close = () => dataset.close();
  return { uri, format, bytes, dimensions, variables, attributes, notes, dataset: joinTexts(dataset), close };
}

interface Surroundings {
  readonly dataset: Dataset;
  readonly lengths: ReadonlySet<string>;
  readonly coordinates: ReadonlySet<string>;
  readonly limits: ReadonlyMap<string, Limits>;
  /** Dimensions of the time. */
  readonly changing: readonly string[];
  readonly notes: InspectionNote[];
}

/** The variables that may have a role, the lesser ones among them. */
function roleNames({ variables }: Dataset): Set<string> {
  const found = [...findRoles(variables.values()).values()];
  return new Set(found.flatMap(({ variable, others }) => [variable, ...others]));
}

async function inspectVariable(variable: Variable, around: Surroundings): Promise<InspectedVariable> {
  const { name, type: stored, attributes, chunkShape } = variable;
  const isText = stored === 'char' && around.lengths.has(variable.dimensions.at(-1) ?? '');
  const rank = variable.dimensions.length - (isText ? 1 : 0);
  const shape = variable.shape.slice(0, rank);
  const type = await typeOf(variable, around);
  const isRead = around.coordinates.has(name) && type !== 'string' && sizeOf(shape) <= MOST_READ;
  const extent = isRead ? await readExtent(variable, around, type) : undefined;
  const dimensions = variable.dimensions.slice(0, rank);
  const digest = around.changing.some((name) => dimensions.includes(name)) ? undefined : await digestOf(variable);
  return { name, type, stored, dimensions, shape, chunkShape: chunkShape?.slice(0, rank), attributes, extent, digest };
}

/** Of what is too large to be read for this, none. */
async function digestOf(variable: Variable): Promise<string | undefined> {
  if (sizeOf(variable.shape) > MOST_READ) return undefined;
  const values = await variable.read();
  const hash = createHash('sha1').update(variable.type);
  if (Array.isArray(values)) hash.update(JSON.stringify(values));
  else hash.update(bytesOf(values as NumericArray));
  return hash.digest('hex');
}

function bytesOf(values: NumericArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** What decoding makes of no values. Times whose units cannot be understood stay numbers, and are told. */
async function typeOf(variable: Variable, { dataset, lengths, notes }: Surroundings): Promise<ColumnType> {
  const { name, type, dimensions, attributes } = variable;
  const none = isNumeric(type) ? allocate(type, 0) : type === 'char' ? new Uint8Array(0) : [];
  const empty = { name, type, dimensions, attributes, shape: dimensions.map(() => 0), read: async () => none };
  try {
    return (await decodeVariable(empty, { uri: dataset.uri, textDimensions: lengths })).column.type;
  } catch (error) {
    if (!isCoded(error, 'CO_TIME_UNITS')) throw error;
    notes.push({ subject: name, text: `its units tell no time that can be understood; it stays a number` });
    return isNumeric(type) ? type : 'string';
  }
}

async function readExtent(variable: Variable, { dataset, lengths, limits, notes }: Surroundings, declared: ColumnType) {
  const { column, outOfRange } = await decodeVariable(variable, {
    uri: dataset.uri,
    textDimensions: lengths,
    declared,
  });
  const beyond = outOfRange?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  if (beyond > 0) notes.push({ subject: variable.name, text: `${beyond} of its times cannot be held in 64 bits` });
  return extentOf(column, limits.get(variable.name));
}
