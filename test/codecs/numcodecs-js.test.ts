import { Blosc, GZip, LZ4, Zlib, Zstd } from 'numcodecs';
import { describe, expect, it } from 'vitest';
import { ownChunks } from './chunks.js';

const CODECS = new Map([Blosc, GZip, LZ4, Zlib, Zstd].map((codec) => [codec.codecId, codec]));

describe('numcodecs.js, which zarrita decodes by', () => {
  it('reads every chunk of ours', async () => {
    for (const { title, spec, content, encoded } of await ownChunks()) {
      const codec = CODECS.get(spec.name)?.fromConfig({ id: spec.name, ...spec.configuration });
      const decoded = await codec?.decode(encoded);
      expect(Buffer.compare(decoded as Uint8Array, content), title).toBe(0);
    }
  });
});
