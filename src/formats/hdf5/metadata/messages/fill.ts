/**
 * Specification, IV.A.2.f "Data Storage - Fill Value Message".
 *
 * @module
 */
import { Cursor, refuse } from '../cursor.js';

/** Checks the value that stands for what was never written. @throws NotDirect */
export function checkFill(data: Buffer, size: number): void {
  const fields = new Cursor(data);
  const version = fields.u8();
  const bytes =
    version === 3 ? sizeOfVersion3(fields) : version === 2 ? sizeOfVersion2(fields) : refuse('other fill values');
  if (bytes !== 0 && bytes !== size) refuse('a fill value of another size');
  fields.skip(bytes);
}

function sizeOfVersion2(fields: Cursor): number {
  const [allocated, written, defined] = [fields.u8(), fields.u8(), fields.u8()];
  if (allocated < 1 || allocated > 3 || written > 2 || defined > 1) refuse('other fill values');
  return defined === 1 ? fields.u32() : 0;
}

function sizeOfVersion3(fields: Cursor): number {
  const flags = fields.u8();
  const [allocated, written] = [flags & 3, (flags >> 2) & 3];
  if (allocated === 0 || written > 2 || flags >> 6 !== 0) refuse('other fill values');
  return flags & 0x20 ? fields.u32() : 0;
}
