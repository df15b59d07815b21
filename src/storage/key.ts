/**
 * What a key may be, and how keys are ordered.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';

/** Names that begin so are the temporary and lock files of local storage; they are never keys and never listed. */
export const RESERVED_NAME_PREFIX = '.~co-';

/** How strict a storage is: `strict` wherever keys are made by us, `lenient` for reading what others have named. */
export type KeyRule = 'strict' | 'lenient';

const isDots = (part: string) => part === '.' || part === '..';
const isStrictlyRefused = (part: string) => part === '' || part.includes('\\') || part.startsWith(RESERVED_NAME_PREFIX);

function isRefused(part: string, rule: KeyRule): boolean {
  return isDots(part) || part.includes('\0') || (rule === 'strict' && isStrictlyRefused(part));
}

/**
 * Refuses keys that could leave the root. Strict: no empty, `.` or `..` part, no backslash, no NUL, no reserved name.
 * Lenient allows what object stores do hold (`a//b`, `folder/`, backslashes), but no dots and no NUL.
 *
 * @throws CO_STORAGE_KEY_ESCAPES
 */
export function checkKey(key: string, root: string, rule: KeyRule = 'strict'): void {
  const refused = key === '' || key.split('/').some((part) => isRefused(part, rule));
  if (refused) throw new CloudOptimisedError('CO_STORAGE_KEY_ESCAPES', { key, root });
}

/**
 * The same for the prefix of a listing, whose last part is plain text: it may be empty or `.`, but not `..`.
 *
 * @throws CO_STORAGE_KEY_ESCAPES
 */
export function checkPrefix(prefix: string, root: string, rule: KeyRule = 'strict'): void {
  const parts = prefix.split('/');
  const last = parts.pop() ?? '';
  const refused = parts.some((part) => isRefused(part, rule)) || last === '..' || last.includes('\0');
  if (refused) throw new CloudOptimisedError('CO_STORAGE_KEY_ESCAPES', { key: prefix, root });
}

/**
 * The same for the prefix of a listing of folders, which is empty or ends with `/`.
 *
 * @throws CO_STORAGE_KEY_ESCAPES
 */
export function checkFolderPrefix(prefix: string, root: string, rule: KeyRule = 'strict'): void {
  checkPrefix(prefix, root, rule);
  if (prefix !== '' && !prefix.endsWith('/'))
    throw new CloudOptimisedError('CO_STORAGE_KEY_ESCAPES', { key: prefix, root });
}

/** Surrogates stand for code points above U+FFFF, so they sort after U+E000…U+FFFF, unlike their code units. */
const rank = (unit: number) => (unit >= 0xe000 ? unit - 0x2000 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Orders keys by their UTF-8 bytes, which is how S3 lists them; `<` on strings orders by UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

const HAS_HIGH_UNITS = /[\ud800-\uffff]/;
const compareUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A comparison like `compareKeys`, faster where none of `keys` has a character that it orders otherwise than `<`. */
export function keyOrderOf(keys: readonly string[]): (a: string, b: string) => number {
  return keys.some((key) => HAS_HIGH_UNITS.test(key)) ? compareKeys : compareUnits;
}
