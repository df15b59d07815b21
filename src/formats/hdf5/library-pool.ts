import { loadModule } from './h5wasm.js';
import { Hdf5Library } from './library.js';

/** The copy that this thread opens further files in. */
let current: Promise<Hdf5Library> | undefined;

/** The thread's copy of the library; a fresh one where there is none, or the last one crashed or grew too large. */
export async function acquireLibrary(): Promise<Hdf5Library> {
  current ??= start();
  const asked = current;
  const library = await asked;
  if (!library.exhausted) return library;
  // Of several opens that find the copy exhausted, the first starts its successor.
  if (current === asked) current = start();
  return current;
}

async function start(): Promise<Hdf5Library> {
  return new Hdf5Library(await loadModule());
}
