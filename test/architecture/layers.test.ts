import { describe, expect, it } from 'vitest';
import { checkLayers } from './layers.js';
import { parseSource, report, sourcesUnder } from './source-file.js';

const judged = (path: string, text: string) => report(checkLayers([parseSource(path, text)]));

describe('layers', () => {
  it('imports in src and handlers point one way', () => {
    const files = sourcesUnder('src', 'handlers');
    expect(files.length).toBeGreaterThan(10);
    expect(report(checkLayers(files))).toEqual([]);
  });
});

describe('the check of the layers', () => {
  it('names file, line and both layers of an import that points up', () => {
    expect(judged('src/model/a.ts', "\nimport { x } from '../engine/x.js';")).toEqual([
      "src/model/a.ts:2 model imports '../engine/x.js' of engine, which stands above it",
    ]);
  });

  it.each([
    ['a type', "import type { X } from '../pipeline/x.js';"],
    ['a type among values', "import { type X } from '../pipeline/x.js';"],
    ['a re-export', "export * from '../pipeline/x.js';"],
    ['a dynamic import', "export const x = () => import('../pipeline/x.js');"],
    ['a type query', "export type X = import('../pipeline/x.js').X;"],
    ['a side effect', "import '../pipeline/x.js';"],
    ['the package itself', "import { x } from 'cloud-optimised/worker';"],
  ])('sees %s', (_, text) => expect(judged('src/engine/a.ts', text)).toHaveLength(1));

  it.each([
    ['src/storage/a.ts', '../formats/csv/x.js'],
    ['src/formats/csv/a.ts', '../../config/x.js'],
    ['src/query/a.ts', '../append/x.js'],
    ['src/formats/csv/a.ts', '../parquet/x.js'],
    ['src/formats/csv/a.ts', '../registry.js'],
  ])('keeps siblings apart: %s and %s', (path, specifier) => {
    expect(judged(path, `import { x } from '${specifier}';`)[0]).toMatch(/its sibling$/);
  });

  it.each([
    ['src/formats/csv/a.ts', './x.js'],
    ['src/formats/readers.ts', './csv/x.js'],
    ['src/pipeline/a.ts', '../engine/x.js'],
    ['src/app/a.ts', 'cloud-optimised/handlers'],
    ['src/handler.ts', './pipeline/handler.js'],
    ['src/engine/a.ts', 'node:fs'],
    ['handlers/a.ts', 'cloud-optimised/handler'],
    ['handlers/a.ts', './b.js'],
  ])('lets %s import %s', (path, specifier) => {
    expect(judged(path, `import { x } from '${specifier}';`)).toEqual([]);
  });

  it.each(['../src/engine/x.js', 'cloud-optimised', 'apache-arrow', 'cloud-optimised/handlers'])(
    'keeps handlers from %s',
    (specifier) => {
      expect(judged('handlers/a.ts', `import { x } from '${specifier}';`)[0]).toContain('may import only');
    },
  );

  it('wants cli to load app only when a command runs', () => {
    expect(judged('src/cli/a.ts', "import { x } from '../app/x.js';")[0]).toContain('when it starts');
    expect(judged('src/cli/a.ts', "import type { x } from '../app/x.js';")).toEqual([]);
    expect(judged('src/cli/a.ts', "export const x = () => import('../app/x.js');")).toEqual([]);
  });

  it('knows every folder', () => {
    expect(judged('src/utils/a.ts', '')[0]).toContain('lies in no layer');
    expect(judged('src/stray.ts', '')[0]).toContain('lies in no layer');
  });
});
