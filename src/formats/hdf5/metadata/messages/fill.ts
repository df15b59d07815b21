/**
 * Specification, IV.A.2.f "Data Storage - Fill Value Message".
 *
 * @module
 */
import { Cursor, refuse } from '../cursor.js';

const NEVER_WRITTEN = 1;

/**
 * The value that stands for what was never written, as it is stored: no bytes for zeros, `undefined` where the library may
 * refuse to give any. @throws NotDirect
 */
export function fillFrom(data: Buffer, size: number): Buffer | undefined {
  const fields = new Cursor(data);
  const version = fields.u8();
  const fill = version === 3 ? version3(fields) : version === 2 ? version2(fields) : refuse('other fill values');
  if (fill && fill.length !== 0 && fill.length !== size) refuse('a fill value of another size');
  return fill && Buffer.from(fill);
}

function version2(fields: Cursor): Buffer | undefined {
  const [allocated, written, defined] = [fields.u8(), fields.u8(), fields.u8()];
  if (allocated < 1 || allocated > 3 || written > 2 || defined > 1) refuse('other fill values');
  const value = defined === 1 ? fields.take(fields.u32()) : undefined;
  return written === NEVER_WRITTEN ? undefined : value;
}

function version3(fields: Cursor): Buffer | undefined {
  const flags = fields.u8();
  const [allocated, written] = [flags & 3, (flags >> 2) & 3];
  const [isUndefined, isDefined] = [(flags & 0x10) !== 0, (flags & 0x20) !== 0];
  if (allocated === 0 || written > 2 || flags >> 6 !== 0 || (isUndefined && isDefined)) refuse('other fill values');
  const value = isDefined ? fields.take(fields.u32()) : Buffer.alloc(0);
  return written === NEVER_WRITTEN || isUndefined ? undefined : value;
}

/** What older programs read of it, beside the newer message. */
export function checkOldFill(data: Buffer, size: number): void {
  const fields = new Cursor(data);
  const bytes = fields.u32();
  if (bytes !== 0 && bytes !== size) refuse('a fill value of another size');
  fields.skip(bytes);
}
