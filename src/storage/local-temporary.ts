import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { RESERVED_NAME_PREFIX } from './key.js';

/** A name in `folder` that no other writer has and no listing shows, and that tells which process it belongs to. */
export function temporaryPath(folder: string): string {
  return join(folder, `${RESERVED_NAME_PREFIX}${process.pid.toString(36)}-${randomBytes(9).toString('base64url')}`);
}
