import { readFileSync } from 'node:fs';
import type { CodecElement } from '../../src/codecs/index.js';
import type { ZarrType } from '../../src/model/zarr/array.js';

interface Encoded {
  readonly name: string;
  readonly configuration: Record<string, unknown>;
  readonly encoded: string;
}

/** What the generator in test/fixtures/codecs writes; bytes are base64. */
interface Golden {
  readonly contents: Record<string, string>;
  readonly bytes: readonly (Encoded & { readonly content: string; readonly itemSize: number })[];
  readonly filters: readonly (Encoded & { readonly original: string; readonly decoded: string })[];
  readonly values: readonly {
    readonly type: ZarrType;
    readonly byteOrder: 'little' | 'big';
    readonly values: readonly (string | number)[];
    readonly encoded: string;
  }[];
}

const PATH = new URL('../fixtures/codecs/golden.json', import.meta.url);

/** Chunks that numcodecs encoded. */
export const golden = JSON.parse(readFileSync(PATH, 'utf8')) as Golden;

export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** Items of which a codec of bytes knows no more than their size. */
export function itemsOf(itemSize: number): CodecElement {
  return { type: `S${itemSize}`, itemSize, byteOrder: 'little' };
}
