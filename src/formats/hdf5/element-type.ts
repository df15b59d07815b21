import type { NumericType, StoredType } from '../../model/data-type.js';
import type { Hdf5Metadata } from './h5wasm.js';

/** How the values of a dataset or attribute are read. */
export type ElementType =
  | { readonly kind: 'numeric'; readonly stored: NumericType; readonly size: number }
  | { readonly kind: 'char'; readonly stored: 'char'; readonly size: 1 }
  | { readonly kind: 'fixed-string'; readonly stored: 'string'; readonly size: number; readonly padding: number }
  | { readonly kind: 'string'; readonly stored: 'string'; readonly size: number }
  | { readonly kind: 'unsupported'; readonly stored: StoredType; readonly feature: string };

/** A type whose values can be read. */
export type ReadableType = Exclude<ElementType, { kind: 'unsupported' }>;

/** Classes of types, H5T_class_t. */
const INTEGER = 0;
const FLOAT = 1;
const STRING = 3;
const ENUMERATION = 8;

const OTHER_CLASSES: Record<number, string> = {
  2: 'a time type',
  4: 'a bit field',
  5: 'an opaque type',
  6: 'a compound type',
  7: 'references',
  9: 'values of variable length',
  10: 'an array type',
};

/** The type of a dataset's or an attribute's values. */
export function elementType(metadata: Hdf5Metadata): ElementType {
  if (metadata.virtual_sources !== undefined) return unsupported('virtual storage in other files');
  if (metadata.shape === null) return unsupported('a null dataspace, which has no value');
  if (metadata.unusual !== undefined) return unsupported(metadata.unusual);
  switch (metadata.type) {
    case INTEGER:
      return integer(metadata);
    case ENUMERATION:
      return enumeration(metadata);
    case FLOAT:
      return float(metadata);
    case STRING:
      return string(metadata);
    default:
      return unsupported(OTHER_CLASSES[metadata.type] ?? `a type of class ${metadata.type}`);
  }
}

function integer({ size, signed }: Hdf5Metadata): ElementType {
  if (![1, 2, 4, 8].includes(size)) return unsupported(`${8 * size}-bit integers`);
  return { kind: 'numeric', stored: `${signed ? '' : 'u'}int${8 * size}` as NumericType, size };
}

/** An enumeration is read as the integers that it names. h5wasm leaves those of foreign byte order as they are. */
function enumeration(metadata: Hdf5Metadata): ElementType {
  if (metadata.enum_type?.type !== INTEGER) return unsupported('an enumeration of other than integers');
  if (!metadata.littleEndian && metadata.size > 1) return unsupported('a big-endian enumeration');
  return integer(metadata);
}

/** 16 bits may be IEEE half precision or bfloat16; h5wasm does not tell which, so they are not guessed. */
function float({ size }: Hdf5Metadata): ElementType {
  if (size !== 4 && size !== 8) return unsupported(`${8 * size}-bit floating point`);
  return { kind: 'numeric', stored: `float${8 * size}` as NumericType, size };
}

function string({ vlen, size, strpad }: Hdf5Metadata): ElementType {
  if (vlen) return { kind: 'string', stored: 'string', size };
  if (size === 1) return { kind: 'char', stored: 'char', size: 1 };
  return { kind: 'fixed-string', stored: 'string', size, padding: strpad ?? 0 };
}

function unsupported(feature: string): ElementType {
  return { kind: 'unsupported', stored: 'string', feature };
}
