import { createRequire } from 'node:module';

/** What parquet-wasm exports. */
export type ParquetLibrary = typeof import('parquet-wasm/node');

const require = createRequire(import.meta.url);
let loaded: ParquetLibrary | undefined;

/** Loads parquet-wasm on first use. */
export function loadParquet(): ParquetLibrary {
  loaded ??= require('parquet-wasm/node') as ParquetLibrary;
  return loaded;
}

/**
 * Drops the instance; the next use loads a new one. A WebAssembly heap never shrinks, and after a trap its stack is not
 * unwound: both end only with the instance.
 */
export function discardParquet(): void {
  delete require.cache[require.resolve('parquet-wasm/node')];
  loaded = undefined;
}

/** Drops the instance where its heap has grown beyond `bytes`. */
export function discardParquetAbove(bytes: number): void {
  if (loaded && (loaded.wasmMemory() as { buffer: ArrayBuffer }).buffer.byteLength > bytes) discardParquet();
}
