/**
 * Specification, IV.A.2.l "Data Storage - Filter Pipeline Message".
 *
 * @module
 */
import type { Hdf5Filter } from '../../h5wasm.js';
import { Cursor, refuse } from '../cursor.js';

const MAX_FILTERS = 32;
/** Filters with lower numbers are the library's own, and have no name in the newer version. */
const FIRST_NAMED = 256;
/** Deflate, shuffle, Fletcher's checksum, szip and scale-offset. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'deflate',
  2: 'shuffle',
  3: 'fletcher32',
  4: 'szip',
  6: 'scaleoffset',
};

export function filtersFrom(data: Buffer): Hdf5Filter[] {
  const fields = new Cursor(data);
  const [version, count] = [fields.u8(), fields.u8()];
  if ((version !== 1 && version !== 2) || count > MAX_FILTERS) refuse('other filters');
  if (version === 1) fields.zeros(6);
  return Array.from({ length: count }, () => readFilter(fields, version));
}

function readFilter(fields: Cursor, version: number): Hdf5Filter {
  const id = fields.u16();
  const nameBytes = version === 1 || id >= FIRST_NAMED ? fields.u16() : 0;
  const flags = fields.u16();
  const parameters = fields.u16();
  if (flags > 1 || (version === 1 && nameBytes % 8 !== 0)) refuse('other filters');
  const name = textOf(fields.take(nameBytes)) || NAMES[id];
  const cd_values = Array.from({ length: parameters }, () => fields.u32());
  if (version === 1 && parameters % 2 === 1) fields.skip(4);
  return name === undefined ? refuse('a filter without name') : { id, name, cd_values };
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const text = bytes.toString('latin1', 0, Math.max(end, 0));
  return (end < 0 && bytes.length > 0) || /[^ -~]/.test(text) || text.length > 200 ? refuse('an odd name') : text;
}
