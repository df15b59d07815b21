/**
 * A lock between processes of this machine (and, more slowly, of others on a shared disk): a file beside the one it
 * guards. It is held for a check and a rename, so a few microseconds.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVED_NAME_PREFIX } from './key.js';
import { hasNoLinks, isAbsent, systemCode } from './local-errors.js';
import { temporaryPath } from './local-temporary.js';

/** A lock that has not changed hands for so long belongs to a machine that went away. */
const ABANDONED_AFTER_MS = 30_000;
const LONGEST_PAUSE_MS = 20;

/** The lock file of `path`. Names are at most 255 bytes long, so the lock's is made from a digest. */
export function lockPath(path: string): string {
  const digest = createHash('sha256').update(basename(path)).digest('base64url').slice(0, 22);
  return join(dirname(path), `${RESERVED_NAME_PREFIX}lock-${digest}`);
}

async function readOwner(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Whether the process named in the lock has ended; of other machines' processes nothing is known. */
function hasEnded(owner: string): boolean {
  const [host, pid] = owner.split(' ');
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}

async function succeeds(action: Promise<void>): Promise<boolean> {
  try {
    await action;
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Link, not write: the lock appears together with its owner's name. Where there are no links it appears a moment before,
 * and a process killed in that moment leaves a lock without a name, which is taken over by its age.
 */
async function tryLock(lock: string, owner: string): Promise<boolean> {
  const draft = temporaryPath(dirname(lock));
  await writeFile(draft, owner, { flag: 'wx' });
  try {
    return await succeeds(link(draft, lock));
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    return await succeeds(writeFile(lock, owner, { flag: 'wx' }));
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/**
 * Removes a dead owner's lock. Two waiters must not both do so, or the second removes the lock of the first: so under
 * another lock, and after looking again.
 */
async function breakLock(lock: string, owner: string): Promise<void> {
  await holdLock(`${lock}-break`, async () => {
    if ((await readOwner(lock)) === owner) await unlink(lock);
  });
}

/** Removes the lock file `lock` where its owner has died. */
export async function breakDeadLock(lock: string): Promise<void> {
  const owner = await readOwner(lock);
  if (owner !== undefined && hasEnded(owner)) await breakLock(lock, owner);
}

async function acquireLock(lock: string, owner: string): Promise<void> {
  let seen: string | undefined;
  let since = Date.now();
  for (let pause = 1; !(await tryLock(lock, owner)); pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const holder = await readOwner(lock);
    if (holder !== seen) {
      seen = holder;
      since = Date.now();
    }
    const abandoned = holder !== undefined && (hasEnded(holder) || Date.now() - since > ABANDONED_AFTER_MS);
    if (abandoned) await breakLock(lock, holder);
    else await sleep(Math.random() * pause);
  }
}

async function holdLock<T>(lock: string, action: () => Promise<T>): Promise<T> {
  const owner = `${hostname()} ${process.pid} ${randomBytes(9).toString('base64url')}`;
  await acquireLock(lock, owner);
  try {
    return await action();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

/**
 * Runs `action` while no other process that uses this function for `path` does. A lock left by a killed process is
 * taken over: at once where the process ran on this machine, else after 30 s.
 */
export async function withFileLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  return await holdLock(lockPath(path), action);
}
