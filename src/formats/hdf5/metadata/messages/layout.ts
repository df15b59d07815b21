/**
 * Specification, IV.A.2.i "Data Layout Message", versions 3 to 5.
 *
 * @module
 */
import { Cursor, refuse } from '../cursor.js';
import type { Dataspace } from './dataspace.js';

/** How the values of a dataset are stored. */
export type Layout =
  | { readonly kind: 'compact'; readonly data: Buffer }
  /** Nothing was written yet where there is no address. */
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly bytes: number }
  | { readonly kind: 'chunked'; readonly chunk: readonly number[] };

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;
const MAX_CHUNK_BYTES = 2 ** 32;

/** @param size bytes of one value */
export function layoutFrom(data: Buffer, space: Dataspace, size: number): Layout {
  const fields = new Cursor(data);
  const [version, kind] = [fields.u8(), fields.u8()];
  if (version < 3 || version > 5) refuse('another layout');
  if (kind === COMPACT) return compact(fields, space.size * size);
  if (kind === CONTIGUOUS) return contiguous(fields, space.size * size);
  if (kind !== CHUNKED || space.shape === null) return refuse('another layout');
  const lengths = version === 3 ? lengthsOfVersion3(fields) : lengthsOfVersion4(fields);
  return { kind: 'chunked', chunk: checkChunk(lengths, space, size) };
}

function compact(fields: Cursor, bytes: number): Layout {
  const data = fields.take(fields.u16());
  return data.length === bytes ? { kind: 'compact', data: Buffer.from(data) } : refuse('another size');
}

function contiguous(fields: Cursor, bytes: number): Layout {
  const address = fields.address();
  return fields.length() === bytes ? { kind: 'contiguous', address, bytes } : refuse('another size');
}

function lengthsOfVersion3(fields: Cursor): number[] {
  const rank = fields.u8();
  fields.skip(8);
  return Array.from({ length: rank }, () => fields.u32());
}

/** The index behind it is the library's business. */
function lengthsOfVersion4(fields: Cursor): number[] {
  const flags = fields.u8();
  const [rank, width] = [fields.u8(), fields.u8()];
  if (flags > 3 || width === 0 || width > 8) refuse('another layout');
  return Array.from({ length: rank }, () => fields.unsigned(width));
}

/** The last length is that of a value. */
function checkChunk(lengths: readonly number[], { shape, maxshape }: Dataspace, size: number): readonly number[] {
  const chunk = lengths.slice(0, -1);
  const bytes = lengths.reduce((product, length) => product * length, 1);
  const fits = chunk.every((length, axis) => length > 0 && length <= Math.max(maxshape?.[axis] ?? 0, 1));
  const isSound = fits && chunk.length === shape?.length && chunk.length > 0 && lengths.at(-1) === size;
  return isSound && bytes < MAX_CHUNK_BYTES ? chunk : refuse('odd chunks');
}
