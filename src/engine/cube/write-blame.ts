import { CloudOptimisedError, isCoded } from '../../errors/index.js';

const sources = new WeakMap<CloudOptimisedError, number>();

/** Runs what reads from a source; an error of it is known to come from there. Errors without a code get one. */
export async function blaming<T>(source: number, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const coded = toCoded(error);
    sources.set(coded, source);
    throw coded;
  }
}

/** The source that an error comes from, by its position in the batch. */
export function blamedSource(error: unknown): number | undefined {
  return isCoded(error) ? sources.get(error) : undefined;
}

function toCoded(error: unknown): CloudOptimisedError {
  if (isCoded(error)) return error;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CloudOptimisedError('CO_UNEXPECTED', { reason }, { cause: error });
}
