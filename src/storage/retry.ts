/**
 * Trying again with exponential back-off and full jitter.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Longest wait before the first retry, ms; it doubles from retry to retry. */
  readonly delay: number;
}

const LONGEST_DELAY_MS = 20_000;

/** Between nothing and the bound, at random, so that many clients do not come back at once. */
function waitBefore(retry: number, delay: number): number {
  return Math.random() * Math.min(LONGEST_DELAY_MS, delay * 2 ** (retry - 1));
}

/**
 * Runs `action` until it succeeds, fails with an error that `isTransient` denies, or has been tried `attempts` times;
 * then throws its last error.
 */
export async function withRetries<T>(
  { attempts, delay }: RetryOptions,
  isTransient: (error: unknown) => boolean,
  action: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error;
      await sleep(waitBefore(attempt, delay));
    }
  }
}
