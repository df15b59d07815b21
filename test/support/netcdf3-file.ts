/**
 * Writes NetCDF-3 classic files (64-bit offset), for tests that need a source of a certain content.
 *
 * @module
 */

/** Types of NetCDF-3 by their names here, with their code and size. */
const TYPES = {
  int8: { code: 1, size: 1 },
  char: { code: 2, size: 1 },
  int16: { code: 3, size: 2 },
  int32: { code: 4, size: 4 },
  float32: { code: 5, size: 4 },
  float64: { code: 6, size: 8 },
} as const;

export type ClassicType = keyof typeof TYPES;

/** A number of a type, or text. */
export type ClassicAttribute =
  | string
  | { readonly type: Exclude<ClassicType, 'char'>; readonly values: readonly number[] };

export interface ClassicVariable {
  readonly type: ClassicType;
  readonly dimensions: readonly string[];
  /** Numbers, or the texts of chars, each filled up with NUL. */
  readonly values: readonly number[] | readonly string[];
  readonly attributes?: Readonly<Record<string, ClassicAttribute>>;
}

export interface ClassicFile {
  readonly dimensions: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, ClassicAttribute>>;
  readonly variables: Readonly<Record<string, ClassicVariable>>;
}

/** The bytes of the file. */
export function netcdf3File(file: ClassicFile): Uint8Array {
  const data = Object.values(file.variables).map((variable) => padded(dataOf(variable, file.dimensions)));
  const length = headOf(file, data, 0).length;
  return Buffer.concat([headOf(file, data, length), ...data]);
}

function headOf(
  { dimensions, attributes = {}, variables }: ClassicFile,
  data: readonly Buffer[],
  begin: number,
): Buffer {
  const names = Object.keys(dimensions);
  let at = begin;
  const entries = Object.entries(variables).map(([name, variable], i) => {
    const own = data[i] as Buffer;
    const entry = Buffer.concat([
      text(name),
      int(variable.dimensions.length),
      ...variable.dimensions.map((dimension) => int(names.indexOf(dimension))),
      attributesOf(variable.attributes ?? {}),
      int(TYPES[variable.type].code),
      int(own.length),
      long(at),
    ]);
    at += own.length;
    return entry;
  });
  return Buffer.concat([
    Buffer.from('CDF\x02', 'latin1'),
    int(0),
    ...list(
      0x0a,
      names.map((name) => Buffer.concat([text(name), int(dimensions[name] as number)])),
    ),
    attributesOf(attributes),
    ...list(0x0b, entries),
  ]);
}

function list(tag: number, items: readonly Buffer[]): Buffer[] {
  return items.length === 0 ? [int(0), int(0)] : [int(tag), int(items.length), ...items];
}

function attributesOf(attributes: Readonly<Record<string, ClassicAttribute>>): Buffer {
  const items = Object.entries(attributes).map(([name, value]) => {
    const type = typeof value === 'string' ? 'char' : value.type;
    const bytes = typeof value === 'string' ? Buffer.from(value) : numbers(value.type, value.values);
    const length = bytes.length / TYPES[type].size;
    return Buffer.concat([text(name), int(TYPES[type].code), int(length), padded(bytes)]);
  });
  return Buffer.concat(list(0x0c, items));
}

function dataOf({ type, values, dimensions }: ClassicVariable, lengths: Readonly<Record<string, number>>): Buffer {
  if (type !== 'char') return numbers(type, values as readonly number[]);
  const width = lengths[dimensions.at(-1) ?? ''] ?? 1;
  return Buffer.concat((values as readonly string[]).map((value) => Buffer.from(value.padEnd(width, '\0'))));
}

function numbers(type: Exclude<ClassicType, 'char'>, values: readonly number[]): Buffer {
  const { size } = TYPES[type];
  const bytes = Buffer.alloc(values.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const put = {
    int8: (at: number, value: number) => view.setInt8(at, value),
    int16: (at: number, value: number) => view.setInt16(at, value),
    int32: (at: number, value: number) => view.setInt32(at, value),
    float32: (at: number, value: number) => view.setFloat32(at, value),
    float64: (at: number, value: number) => view.setFloat64(at, value),
  }[type];
  values.forEach((value, i) => {
    put(i * size, value);
  });
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([int(bytes.length), padded(bytes)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
