import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readRegistrySchema, renderRegistry } from '../../scripts/generate-registry.mjs';

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('what is generated from the schemas of the registry (npm run generate)', () => {
  it('is fresh', async () => {
    for (const [path, text] of Object.entries(await renderRegistry())) expect(committed(path), path).toBe(text);
  });

  it.each(['entry', 'settings'] as const)(
    'the schema of %s compiles in strict mode, and says where it is from',
    (kind) => {
      expect(() => new Ajv2020({ strict: true }).compile(readRegistrySchema(kind))).not.toThrow();
    },
  );

  it('has each word of the vocabulary once, in order', () => {
    const { $defs, $comment } = readRegistrySchema('entry') as unknown as {
      $comment: string;
      $defs: { tag: { enum: string[] } };
    };
    const words = $defs.tag.enum;
    expect(words).toEqual([...new Set(words)]);
    expect(words).toEqual(words.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect($comment).toContain('github.com/awslabs/open-data-registry');
  });
});
