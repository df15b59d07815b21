/**
 * Specification, IV.A.2.d "Datatype Message". What is known here: the numbers that machines compute with, strings,
 * enumerations, references to objects, and sequences and compounds of such.
 *
 * @module
 */
import { Cursor, refuse } from '../cursor.js';

/** Classes of types, H5T_class_t. */
export const TypeClass = {
  INTEGER: 0,
  FLOAT: 1,
  STRING: 3,
  COMPOUND: 6,
  REFERENCE: 7,
  ENUMERATION: 8,
  VARIABLE: 9,
} as const;

/** A type as it is stored. */
export interface Datatype {
  readonly kind: number;
  /** Bytes of one value in the file. */
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** How a fixed string is padded. */
  readonly padding: number;
  /** The type whose values an enumeration names, or of which a sequence is made. */
  readonly base: Datatype | undefined;
  /** Whether it is a string of variable length. */
  readonly isText: boolean;
  /** Where numbers have the size of those that machines compute with, but another layout: which. */
  readonly unusual: string | undefined;
}

const MAX_DEPTH = 8;
/** Since version 4 only references are stored in another way, and those are told apart by their form. */
const MAX_VERSION = 5;
const PLAIN = { signed: false, littleEndian: true, padding: 0, base: undefined, isText: false, unusual: undefined };
/** Where sign, exponent and mantissa stand in IEEE numbers: bit offset, precision, exponent, mantissa, bias. */
const IEEE: Readonly<Record<number, { readonly sign: number; readonly properties: Buffer }>> = {
  4: { sign: 31, properties: Buffer.from('00002000170800177f000000', 'hex') },
  8: { sign: 63, properties: Buffer.from('00004000340b0034ff030000', 'hex') },
};
/** Values of variable length lie in a heap; here stand their count, and where. */
const VARIABLE_BYTES = 16;

export function datatypeFrom(data: Buffer): Datatype {
  return readType(new Cursor(data), 0);
}

function readType(fields: Cursor, depth: number): Datatype {
  if (depth > MAX_DEPTH) refuse('a type of many levels');
  const head = fields.u8();
  const [kind, version] = [head & 0x0f, head >> 4];
  const bits = fields.unsigned(3);
  const size = fields.u32();
  if (version < 1 || version > MAX_VERSION || size === 0) refuse('another version of types');
  const one = { ...PLAIN, kind, size };
  switch (kind) {
    case TypeClass.INTEGER:
      return integer(fields, one, bits);
    case TypeClass.FLOAT:
      return float(fields, one, bits);
    case TypeClass.STRING:
      return string(one, bits);
    case TypeClass.COMPOUND:
      return compound(fields, one, version, bits, depth);
    case TypeClass.REFERENCE:
      return bits === 0 && size === 8 ? one : refuse('other references');
    case TypeClass.ENUMERATION:
      return enumeration(fields, one, version, bits, depth);
    case TypeClass.VARIABLE:
      return variable(fields, one, bits, depth);
    default:
      return refuse(`a type of class ${kind}`);
  }
}

function integer(fields: Cursor, type: Datatype, bits: number): Datatype {
  const [offset, precision] = [fields.u16(), fields.u16()];
  if (![1, 2, 4, 8].includes(type.size) || bits & ~0x0f) refuse('other integers');
  const isWhole = offset === 0 && precision === 8 * type.size && (bits & 0x06) === 0;
  const unusual = isWhole ? undefined : `integers of ${precision} bits, from bit ${offset} of ${8 * type.size} on`;
  return { ...type, littleEndian: (bits & 0x01) === 0, signed: (bits & 0x08) !== 0, unusual };
}

function float(fields: Cursor, type: Datatype, bits: number): Datatype {
  const known = IEEE[type.size];
  // A mantissa whose first bit is implied, padding with zeros, and the place of the sign.
  if (!known) refuse('other floating point');
  const isIeee = (bits & ~0x01) === ((known.sign << 8) | 0x20) && fields.take(12).equals(known.properties);
  const unusual = isIeee ? undefined : `${8 * type.size}-bit floating point of another layout than IEEE 754's`;
  return { ...type, littleEndian: (bits & 0x01) === 0, signed: true, unusual };
}

function string(type: Datatype, bits: number): Datatype {
  const [padding, characters] = [bits & 0x0f, (bits >> 4) & 0x0f];
  return padding <= 2 && characters <= 1 && bits >> 8 === 0 ? { ...type, padding } : refuse('other strings');
}

/** Only numbers and references are known as members: what netCDF keeps its lists of references in. */
function compound(fields: Cursor, type: Datatype, version: number, bits: number, depth: number): Datatype {
  const count = bits & 0xffff;
  let end = 0;
  if (count === 0 || bits >> 16 !== 0) refuse('other compounds');
  for (let member = 0; member < count; member++) {
    skipName(fields, version);
    const offset = version >= 3 ? fields.unsigned(offsetBytes(type.size)) : fields.u32();
    if (version === 1) fields.zeros(28);
    const inner = readType(fields, depth + 1);
    if (inner.unusual !== undefined) refuse('members of unusual layout');
    if (inner.kind !== TypeClass.INTEGER && inner.kind !== TypeClass.FLOAT && inner.kind !== TypeClass.REFERENCE)
      refuse('other compounds');
    if (offset < end || offset + inner.size > type.size) refuse('members that overlap');
    end = offset + inner.size;
  }
  return type;
}

function enumeration(fields: Cursor, type: Datatype, version: number, bits: number, depth: number): Datatype {
  const base = readType(fields, depth + 1);
  const count = bits & 0xffff;
  if (base.kind !== TypeClass.INTEGER || base.size !== type.size || bits >> 16 !== 0 || count === 0)
    refuse('other enumerations');
  for (let member = 0; member < count; member++) skipName(fields, version);
  fields.skip(count * base.size);
  return { ...type, base, signed: base.signed, littleEndian: base.littleEndian, unusual: base.unusual };
}

function variable(fields: Cursor, type: Datatype, bits: number, depth: number): Datatype {
  const [form, padding, characters] = [bits & 0x0f, (bits >> 4) & 0x0f, (bits >> 8) & 0x0f];
  const isKnown = form <= 1 && padding <= 2 && characters <= 1 && bits >> 12 === 0;
  if (!isKnown || type.size !== VARIABLE_BYTES) refuse('other values of variable length');
  const base = readType(fields, depth + 1);
  const isText = form === 1;
  if (isText && base.size !== 1) refuse('texts of wide characters');
  return { ...type, base, isText, kind: isText ? TypeClass.STRING : TypeClass.VARIABLE };
}

/** Names end with a NUL, and up to version 2 take a multiple of 8 bytes. */
function skipName(fields: Cursor, version: number): void {
  const end = fields.bytes.indexOf(0, fields.at);
  if (end <= fields.at) refuse('a name without end');
  const length = end + 1 - fields.at;
  fields.skip(version >= 3 ? length : 8 * Math.ceil(length / 8));
}

/** As few bytes as hold a member's offset. */
function offsetBytes(size: number): number {
  return size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;
}
