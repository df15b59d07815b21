import { MessageChannel } from 'node:worker_threads';

/** Leads nowhere: its other end is closed. */
const nowhere = deadEnd();

/**
 * Frees the memory of a buffer at once, and leaves it empty. Left to the garbage collector, dead chunks pile up: it counts them as its
 * own, and goes through the whole heap for each few of them. What is handed over to a port leaves this thread, and what arrives nowhere
 * is freed.
 */
export function freeMemory(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer)) return;
  try {
    nowhere.postMessage(null, [buffer]);
  } catch {
    // Memory that cannot be handed over, such as that of a WebAssembly module, stays with its owner.
  }
}

function deadEnd() {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.unref();
  return port1;
}
