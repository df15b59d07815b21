import { parentPort } from 'node:worker_threads';

/** The message of a worker thread whose modules are all loaded. */
export const LOADED = 'loaded';

/** Tells who started this thread that its modules are loaded: to end a thread before would make Node 20 abort the whole process. */
export function tellLoaded(): void {
  parentPort?.postMessage(LOADED);
}
