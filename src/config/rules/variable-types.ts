import { columnType, schemaTypeNames } from '../../model/table/schema-types.js';
import { didYouMean } from '../did-you-mean.js';
import { error, type Finding } from '../finding.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { type RuleSubject, textIn } from './rule-subject.js';

/** Types of the schema that the format does not have. */
export function variableTypeFindings({ schema, format }: RuleSubject): Finding[] {
  if (!format) return [];
  return Object.entries(schema).flatMap(([name, entry]) => {
    const type = textIn(entry, 'type');
    return type === undefined ? [] : typeFindings(pointerTo('schema', name, 'type'), type, format);
  });
}

/** Whether a format has a type. */
export function typeFindings(pointer: string, type: string, format: 'parquet' | 'zarr'): Finding[] {
  if (format === 'parquet') {
    if (columnType(type) !== undefined) return [];
    return [error(pointer, `${quoted(type)} is not a type of Parquet columns.${didYouMean(type, schemaTypeNames)}`)];
  }
  if (isNumpyType(type)) return [];
  return [error(pointer, `${quoted(type)} is not a NumPy dtype.${didYouMean(type, NUMPY_NAMES)}`)];
}

const NUMPY_NAMES = [
  ...['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'int', 'uint', 'byte', 'ubyte'],
  ...['short', 'ushort', 'long', 'ulong', 'float16', 'float32', 'float64', 'half', 'single', 'float', 'double'],
  ...[
    'complex64',
    'complex128',
    'object',
    'str',
    'string',
    'bytes',
    'timestamp[ns]',
    'datetime64[ns]',
    'timedelta64[ns]',
  ],
];

/** `float64`, `<f8`, `|S1`, `<U49`, `datetime64[s]`, and `timestamp[ns]`, which AODN's configs use for times. */
function isNumpyType(type: string): boolean {
  if (NUMPY_NAMES.includes(type)) return true;
  return /^([<>|=]?([?bBhHiIlLqQefdgFDOSUV]|[biufcSUV]\d+|[mM]8(\[\w+\])?)|(datetime|timedelta)64(\[\d*(Y|M|W|D|h|m|s|ms|us|ns)\])?)$/.test(
    type,
  );
}
