/**
 * Where the values of a NetCDF-3 file lie. Variables along the record dimension are interleaved: each record holds one
 * slab of each of them.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { elementSize } from './element-type.js';
import type { Header, HeaderVariable } from './header.js';
import { paddingOf } from './header-cursor.js';

/** A variable's place in the file. */
export interface VariableLayout {
  readonly variable: HeaderVariable;
  readonly shape: readonly number[];
  /** Whether its first dimension is that of the records. */
  readonly isRecord: boolean;
  /** Slabs of consecutive bytes: one for each record, or one for all. */
  readonly slabs: number;
  /** Bytes of one slab, without padding. */
  readonly slabBytes: number;
  /** Bytes from the begin of one slab to that of the next. */
  readonly stride: number;
}

/** The arrangement of a whole file. */
export interface FileLayout {
  /** Length of each dimension, in the header's order; the record dimension has the number of records. */
  readonly lengths: readonly number[];
  readonly variables: readonly VariableLayout[];
}

interface Slab {
  readonly variable: HeaderVariable;
  readonly isRecord: boolean;
  readonly bytes: number;
}

/**
 * Computes where everything lies and checks that the file has it all.
 *
 * @throws CO_FILE_TRUNCATED where values end after the file, CO_FILE_CORRUPT where they overlap or are too many to count
 */
export function layOut(header: Header, uri: string, size: number): FileLayout {
  const slabs = header.variables.map((variable) => slabOf(variable, header, uri));
  const recordBytes = recordSize(slabs.filter(({ isRecord }) => isRecord));
  const records = header.records ?? streamedRecords(slabs, recordBytes, uri, size);
  const lengths = header.dimensions.map(({ length }) => (length === 0 ? records : length));
  const variables = slabs.map((slab) => place(slab, lengths, records, recordBytes));
  checkOverlap(variables, header.length, uri);
  checkSize(variables, uri, size);
  return { lengths, variables };
}

function slabOf(variable: HeaderVariable, header: Header, uri: string): Slab {
  const lengths = variable.dimensions.map((id) => header.dimensions[id]?.length ?? 0);
  const isRecord = lengths[0] === 0;
  const fixed = isRecord ? lengths.slice(1) : lengths;
  const bytes = fixed.reduce((product, length) => product * length, elementSize(variable.type));
  if (Number.isSafeInteger(bytes)) return { variable, isRecord, bytes };
  throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason: `variable '${variable.name}' has '${bytes}' bytes` });
}

/** Each slab is padded to a multiple of 4 bytes, except where it is the only one of its record. */
function recordSize(slabs: readonly Slab[]): number {
  const [only, second] = slabs;
  if (only && !second) return only.bytes;
  return slabs.reduce((sum, { bytes }) => sum + bytes + paddingOf(bytes), 0);
}

/**
 * The number of whole records up to the end of a file whose writer was streaming. The last one may lack its padding; the
 * padding at the end of a lone record variable is not told from records that are no longer than it.
 *
 * @throws CO_FILE_TRUNCATED where the file ends within a record
 */
function streamedRecords(slabs: readonly Slab[], recordBytes: number, uri: string, size: number): number {
  const inRecord = slabs.filter(({ isRecord, bytes }) => isRecord && bytes > 0);
  if (inRecord.length === 0) return 0;
  const first = inRecord.reduce((least, { variable }) => Math.min(least, variable.begin), Number.POSITIVE_INFINITY);
  const end = inRecord.reduce((most, { variable, bytes }) => Math.max(most, variable.begin + bytes), 0) - first;
  const whole = Math.max(0, Math.floor((size - first) / recordBytes));
  const rest = size - first - whole * recordBytes;
  if (rest >= end) return whole + 1;
  const padding = inRecord.length === 1 ? paddingOf(whole * recordBytes) : 0;
  if (rest === 0 || rest === padding) return whole;
  throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri, wanted: first + whole * recordBytes + end, size });
}

function place(slab: Slab, lengths: readonly number[], records: number, recordBytes: number): VariableLayout {
  const { variable, isRecord, bytes } = slab;
  const shape = variable.dimensions.map((id) => lengths[id] ?? 0);
  const [slabs, stride] = isRecord ? [records, recordBytes] : [1, bytes];
  return { variable, shape, isRecord, slabs, slabBytes: bytes, stride };
}

/** The first byte after a variable's values; 0 where it has none. */
function endOf({ variable, slabs, slabBytes, stride }: VariableLayout): number {
  return slabs === 0 || slabBytes === 0 ? 0 : variable.begin + (slabs - 1) * stride + slabBytes;
}

function checkSize(variables: readonly VariableLayout[], uri: string, size: number): void {
  const wanted = variables.reduce((most, variable) => Math.max(most, endOf(variable)), 0);
  if (wanted > size) throw new CloudOptimisedError('CO_FILE_TRUNCATED', { uri, wanted, size });
}

/** No value may lie in the header or in another variable, nor anything between the records. */
function checkOverlap(variables: readonly VariableLayout[], headerLength: number, uri: string): void {
  const filled = variables.filter((variable) => endOf(variable) > 0);
  const records = filled.filter(({ isRecord }) => isRecord).map(slabExtent);
  const fixed = filled.filter(({ isRecord }) => !isRecord).map(slabExtent);
  const first = records.reduce((least, { begin }) => Math.min(least, begin), Number.POSITIVE_INFINITY);
  const end = filled.reduce((most, variable) => (variable.isRecord ? Math.max(most, endOf(variable)) : most), 0);
  const stride = filled.find(({ isRecord }) => isRecord)?.stride ?? 0;
  checkDisjoint(records, first, first + stride, uri);
  checkDisjoint(end > 0 ? [...fixed, { name: 'of records', begin: first, end }] : fixed, headerLength, Infinity, uri);
}

interface Extent {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

function slabExtent({ variable: { name, begin }, slabBytes }: VariableLayout): Extent {
  return { name, begin, end: begin + slabBytes };
}

function checkDisjoint(extents: readonly Extent[], start: number, end: number, uri: string): void {
  let free = start;
  for (const extent of [...extents].sort((a, b) => a.begin - b.begin)) {
    if (extent.begin < free || extent.end > end) {
      const reason = `the values of variable '${extent.name}' at byte '${extent.begin}' overlap others, or the header`;
      throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason });
    }
    free = extent.end;
  }
}
