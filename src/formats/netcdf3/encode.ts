/**
 * Writes small NetCDF-3 files: the 64-bit offset format (CDF-2), or 64-bit data (CDF-5) where a type asks for it. Whole files in memory; arrays along the
 * record dimension are written without records.
 *
 * @module
 */
import { endianness } from 'node:os';
import type { Attributes, AttributeValue } from '../../model/attributes.js';
import type { NumericArray } from '../../model/data-type.js';
import { type ElementType, elementSize } from './element-type.js';

/** One array to write. */
export interface EncodedVariable {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly string[];
  readonly attributes: Attributes;
  /** All its values, chars as bytes; none for an array along the record dimension. */
  readonly values?: NumericArray | undefined;
}

/** A file to write. A dimension of length 0 is the record dimension; there is at most one. */
export interface EncodedFile {
  readonly dimensions: ReadonlyMap<string, number>;
  readonly attributes: Attributes;
  readonly variables: readonly EncodedVariable[];
}

const CODES: Readonly<Record<ElementType, number>> = {
  int8: 1,
  char: 2,
  int16: 3,
  int32: 4,
  float32: 5,
  float64: 6,
  uint8: 7,
  uint16: 8,
  uint32: 9,
  int64: 10,
  uint64: 11,
};
const [DIMENSIONS, VARIABLES, ATTRIBUTES] = [0x0a, 0x0b, 0x0c];

/** The bytes of the file. */
export function encodeNetcdf3(file: EncodedFile): Uint8Array {
  const encoder = new Encoder(needsWide(file));
  const data = file.variables.map(({ values }) => padded(values ? bigEndian(values) : Buffer.alloc(0)));
  const begin = encoder.header(file, data, 0).length;
  return Buffer.concat([encoder.header(file, data, begin), ...data]);
}

function needsWide({ variables, attributes }: EncodedFile): boolean {
  const all = [attributes, ...variables.map((variable) => variable.attributes)];
  const values = all.flatMap((one) => [...one.values()]);
  return variables.some(({ type }) => CODES[type] > 6) || values.some((value) => CODES[typeOf(value)] > 6);
}

/** Numbers of the header: counts are 4 bytes long in CDF-2 and 8 in CDF-5. */
class Encoder {
  readonly #wide: boolean;

  constructor(wide: boolean) {
    this.#wide = wide;
  }

  header({ dimensions, attributes, variables }: EncodedFile, data: readonly Buffer[], begin: number): Buffer {
    const names = [...dimensions.keys()];
    let at = begin;
    const entries = variables.map((variable, i) => {
      const size = (data[i] as Buffer).length;
      const entry = this.#variable(variable, names, size, at);
      at += size;
      return entry;
    });
    const lengths = [...dimensions].map(([name, length]) => Buffer.concat([this.#name(name), this.#count(length)]));
    const magic = Buffer.from(this.#wide ? 'CDF\x05' : 'CDF\x02', 'latin1');
    return Buffer.concat([
      ...[magic, this.#count(0), this.#list(DIMENSIONS, lengths)],
      ...[this.#attributes(attributes), this.#list(VARIABLES, entries)],
    ]);
  }

  #variable(
    { name, type, dimensions, attributes }: EncodedVariable,
    names: readonly string[],
    size: number,
    at: number,
  ) {
    return Buffer.concat([
      this.#name(name),
      this.#count(dimensions.length),
      ...dimensions.map((dimension) => this.#count(names.indexOf(dimension))),
      this.#attributes(attributes),
      int32(CODES[type]),
      this.#count(size),
      int64(at),
    ]);
  }

  #attributes(attributes: Attributes): Buffer {
    const entries = [...attributes].map(([name, value]) => {
      const type = typeOf(value);
      const bytes = bytesOf(value);
      const count = bytes.length / elementSize(type);
      return Buffer.concat([this.#name(name), int32(CODES[type]), this.#count(count), padded(bytes)]);
    });
    return this.#list(ATTRIBUTES, entries);
  }

  #list(tag: number, entries: readonly Buffer[]): Buffer {
    return Buffer.concat([int32(entries.length === 0 ? 0 : tag), this.#count(entries.length), ...entries]);
  }

  #name(name: string): Buffer {
    const bytes = Buffer.from(name.normalize('NFC'), 'utf8');
    return Buffer.concat([this.#count(bytes.length), padded(bytes)]);
  }

  #count(value: number): Buffer {
    return this.#wide ? int64(value) : int32(value);
  }
}

function typeOf(value: AttributeValue): ElementType {
  if (typeof value === 'string' || Array.isArray(value)) return 'char';
  return `${value instanceof BigInt64Array ? 'int' : value instanceof BigUint64Array ? 'uint' : plainType(value as NumericArray)}${
    (value as NumericArray).BYTES_PER_ELEMENT * 8
  }` as ElementType;
}

function plainType(values: NumericArray): string {
  return values.constructor.name.replace(/\d*Array$/, '').toLowerCase();
}

/** Several texts become one, a line each: the format has no lists of texts. */
function bytesOf(value: AttributeValue): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return Array.isArray(value) ? Buffer.from(value.join('\n'), 'utf8') : bigEndian(value as NumericArray);
}

function bigEndian(values: NumericArray): Buffer {
  const bytes = Buffer.from(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  if (endianness() === 'BE') return bytes;
  if (values.BYTES_PER_ELEMENT === 2) return bytes.swap16();
  if (values.BYTES_PER_ELEMENT === 4) return bytes.swap32();
  return values.BYTES_PER_ELEMENT === 8 ? bytes.swap64() : bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
