import type { Hdf5Module } from './h5wasm.js';
import { LibraryFailure } from './library.js';

/** Lends `use` the address of `bytes` zeroed bytes of the library's heap. */
export function withHeapBuffer<T>(module: Hdf5Module, bytes: number, use: (pointer: number) => T): T {
  const pointer = module._malloc(Math.max(bytes, 1));
  if (pointer === 0) throw new LibraryFailure(`no memory for ${bytes} bytes`);
  try {
    module.HEAPU8.fill(0, pointer, pointer + bytes);
    return use(pointer);
  } finally {
    module._free(pointer);
  }
}

/** Throws where a function's status says that it failed, even without a report. */
export function checkStatus(status: number): void {
  if (status < 0) throw new LibraryFailure('the HDF5 library gives no reason');
}
