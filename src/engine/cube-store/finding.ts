import { isCoded } from '../../errors/index.js';
/** Something in a cube that is not as it should be. */
export interface Finding {
  /** Key of the object, or name of the array; the journal's key is relative to the ledger's folder. */
  readonly subject: string;
  /** What is wrong with it, as the end of a sentence that begins with it. */
  readonly reason: string;
}

/** What the failure to decode an object says. Every other error is thrown again. */
export function findingOf(subject: string, error: unknown): Finding {
  if (!isCoded(error, 'CO_ZARR_CHUNK')) throw error;
  const { reason } = error.fields as { readonly reason: string };
  return { subject, reason: `cannot be decoded: ${reason}` };
}
