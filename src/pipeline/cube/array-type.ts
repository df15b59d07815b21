import type { ZarrType } from '../../model/zarr/array.js';

/** What a config's type means for an array: a type of stored values, or times, which keep the encoding of the files. */
export type DeclaredType = ZarrType | 'time';

const NAMES: Readonly<Record<string, DeclaredType>> = {
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  float32: 'float32',
  float64: 'float64',
  byte: 'int8',
  ubyte: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int64',
  uint: 'uint64',
  long: 'int64',
  ulong: 'uint64',
  single: 'float32',
  float: 'float64',
  double: 'float64',
  bool: 'bool',
  object: 'string',
  str: 'string',
  string: 'string',
  bytes: 'string',
  'timestamp[ns]': 'time',
};

/** By kind and size of NumPy's short names. */
const SHORT: Readonly<Record<string, DeclaredType>> = {
  '?': 'bool',
  b1: 'bool',
  b: 'int8',
  B: 'uint8',
  h: 'int16',
  H: 'uint16',
  i: 'int32',
  I: 'uint32',
  l: 'int64',
  L: 'uint64',
  q: 'int64',
  Q: 'uint64',
  f: 'float32',
  d: 'float64',
  O: 'string',
  S: 'string',
  U: 'string',
  ...{ i1: 'int8', i2: 'int16', i4: 'int32', i8: 'int64' },
  ...{ u1: 'uint8', u2: 'uint16', u4: 'uint32', u8: 'uint64' },
  ...{ f4: 'float32', f8: 'float64' },
};

/**
 * The type that a NumPy name declares for the values of a variable; `undefined` for one that arrays here cannot have (complex numbers,
 * halves). `float` has 64 bits. Texts are of any length, whatever length is declared, so that none is ever cut.
 */
export function declaredType(name: string): DeclaredType | undefined {
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  if (/^[<>|=]?([mM]8|datetime64|timedelta64)/.test(name)) return 'time';
  const short = name.replace(/^[<>|=]/, '');
  if (/^[SU]\d*$/.test(short)) return 'string';
  return Object.hasOwn(SHORT, short) ? SHORT[short] : undefined;
}

/** As {@link declaredType}, for the type of the stored values: here a text's declared length counts. */
export function storedType(name: string): DeclaredType | undefined {
  const fixed = /^[<>|=]?([SU][1-9]\d*)$/.exec(name)?.[1];
  return fixed === undefined ? declaredType(name) : (fixed as ZarrType);
}
