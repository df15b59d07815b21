import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnChunk, ownChunks } from '../codecs/chunks.js';
import { PYTHON, runPython } from './python.js';

describe.skipIf(!PYTHON)('numcodecs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-codecs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads every chunk of ours', async () => {
    const chunks = await ownChunks();
    const path = join(folder, 'chunks.json');
    writeFileSync(path, JSON.stringify(chunks.map(forPython)));
    const decoded = (await runPython('decode_chunks.py', path)) as string[];
    expect(decoded).toHaveLength(chunks.length);
    chunks.forEach(({ title, content }, index) => {
      expect(Buffer.from(decoded[index] as string, 'base64').equals(content), title).toBe(true);
    });
  });
});

function forPython({ spec, encoded }: OwnChunk): object {
  return { config: { id: spec.name, ...spec.configuration }, encoded: Buffer.from(encoded).toString('base64') };
}
