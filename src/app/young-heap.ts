import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the room for young objects small, in all threads of the process: what is allocated in bulk are chunks, outside of the heap, and
 * that room would only grow to 50 MB. The start of a thread undoes it, so each thread does it again.
 */
export function boundYoungHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
