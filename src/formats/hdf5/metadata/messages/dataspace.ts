/**
 * Specification, IV.A.2.b "Dataspace Message".
 *
 * @module
 */
import { Cursor, refuse, UNLIMITED } from '../cursor.js';

/** The shape of a dataset or an attribute. */
export interface Dataspace {
  /** `null` where there is no value at all. */
  readonly shape: readonly number[] | null;
  readonly maxshape: readonly number[] | null;
  /** Count of values. */
  readonly size: number;
}

const MAX_RANK = 32;
const HAS_LIMITS = 1;
const SCALAR = 0;
const SIMPLE = 1;
const NULL = 2;

export function dataspaceFrom(data: Buffer): Dataspace {
  const fields = new Cursor(data);
  const [version, rank, flags] = [fields.u8(), fields.u8(), fields.u8()];
  if ((version !== 1 && version !== 2) || rank > MAX_RANK || flags & ~HAS_LIMITS) refuse('another dataspace');
  const kind = version === 2 ? fields.u8() : rank === 0 ? SCALAR : SIMPLE;
  if (version === 1) fields.zeros(5);
  if (kind > NULL || (kind === SIMPLE) !== rank > 0) refuse('another dataspace');
  if (kind === NULL) return { shape: null, maxshape: null, size: 0 };
  const shape = Array.from({ length: rank }, () => fields.length());
  const maxshape = flags & HAS_LIMITS ? shape.map(() => fields.limit()) : shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const fits = shape.every((length, axis) => length <= (maxshape[axis] ?? UNLIMITED));
  return fits && Number.isSafeInteger(size) ? { shape, maxshape, size } : refuse('a dataspace beyond its limits');
}
