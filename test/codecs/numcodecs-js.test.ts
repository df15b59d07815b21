import { Blosc, GZip, LZ4, Zlib, Zstd } from 'numcodecs';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/codecs/index.js';
import { ownChunks } from './chunks.js';
import { itemsOf } from './golden.js';

const CODECS = new Map([Blosc, GZip, LZ4, Zlib, Zstd].map((codec) => [codec.codecId, codec]));

describe('numcodecs.js, which zarrita decodes by', () => {
  it('reads every chunk of ours, as we do', async () => {
    for (const { title, spec, content, encoded } of await ownChunks()) {
      const codec = CODECS.get(spec.name)?.fromConfig({ id: spec.name, ...spec.configuration });
      const decoded = await codec?.decode(encoded);
      expect(Buffer.compare(decoded as Uint8Array, content), title).toBe(0);
      const own = await createCodec(spec, itemsOf(1));
      expect(Buffer.compare(own.decode(encoded, content.length), content), title).toBe(0);
    }
  });
});
