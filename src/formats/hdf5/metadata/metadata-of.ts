import type { Hdf5Metadata } from '../h5wasm.js';
import type { Dataspace } from './messages/dataspace.js';
import { type Datatype, TypeClass } from './messages/datatype.js';

/** What the library's heap holds for a value of variable length: a pointer, behind a length unless it is a text. */
const POINTER_BYTES = 4;

/** A type and a shape, in the library's words. */
export function metadataOf(type: Datatype, space: Dataspace, chunks: readonly number[] | null): Hdf5Metadata {
  return {
    type: type.kind,
    size: sizeInMemory(type),
    signed: type.signed,
    littleEndian: type.littleEndian,
    vlen: type.isText,
    ...(type.unusual === undefined ? {} : { unusual: type.unusual }),
    ...(type.kind === TypeClass.STRING ? { strpad: type.padding } : {}),
    ...(type.base && type.kind === TypeClass.ENUMERATION ? { enum_type: { type: type.base.kind } } : {}),
    shape: space.shape,
    maxshape: space.maxshape,
    total_size: space.size,
    chunks: space.shape === null ? null : chunks,
  };
}

function sizeInMemory({ kind, isText, size }: Datatype): number {
  if (isText) return POINTER_BYTES;
  return kind === TypeClass.VARIABLE ? 2 * POINTER_BYTES : size;
}
