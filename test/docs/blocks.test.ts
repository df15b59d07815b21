import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as handlers from 'cloud-optimised/handlers';
import { describe, expect, it } from 'vitest';
import { validateConfigs } from '../../src/app/validate-configs.js';
import { mergeConfigs } from '../../src/config/merge.js';
import { CubeHandler } from '../../src/pipeline/cube/cube-handler.js';
import { Handler } from '../../src/pipeline/handler.js';
import { LEVELS } from '../architecture/layers.js';
import { PACKAGE } from '../support/run-cli.js';
import { type Block, blocksOf, documents } from './markdown.js';

const REFERENCE = 'docs/reference/api.md';
const GRIDDED = 'docs/guides/publish-gridded-files.md';

/** Which test runs a block of a document. A block that none does fails the test below. */
const RUN_BY: readonly (readonly [test: string, runs: (block: Block) => boolean])[] = [
  [
    'test/docs/commands.test.ts',
    ({ path, language }) => language === 'sh' && /^(README|docs\/guides\/getting-started)/.test(path),
  ],
  ['test/docs/commands.test.ts (left to CI)', ({ path, language }) => language === 'sh' && path === 'CONTRIBUTING.md'],
  [
    'test/docs/commands.test.ts (output)',
    ({ path, language }) => language === '' && path === 'docs/guides/getting-started.md',
  ],
  [
    'test/e2e/plugins.test.ts',
    ({ path, language }) => path === 'docs/guides/writing-a-handler.md' && /^(sh|js)$/.test(language),
  ],
  [
    'test/docs/configs.test.ts',
    ({ path, language }) => /guides\/(update-metadata|work-with-configs)\.md$/.test(path) && language !== 'json',
  ],
  ['test/docs/registry.test.ts', ({ path }) => path === 'docs/guides/describe-a-dataset-for-the-registry.md'],
  ['test/docs/query.test.ts', ({ path }) => path === 'docs/guides/query-a-dataset.md'],
  [
    'test/docs/scaffold.test.ts',
    ({ path, language }) => path === 'docs/guides/create-a-dataset-config.md' && language !== 'json',
  ],
  ['test/docs/ten-minutes.test.ts', ({ path }) => path === 'docs/guides/ten-minutes.md'],
  ['test/docs/append-slices.test.ts', ({ path }) => path === 'docs/guides/append-slices.md'],
  ['test/docs/commits.test.ts', ({ path }) => path === 'docs/guides/what-a-commit-guarantees.md'],
  ['test/e2e/cubes.test.ts', ({ path, language }) => path === GRIDDED && language === 'sh'],
  ['test/interop/docs.test.ts', ({ path, language }) => language === 'python' && path === 'README.md'],
  ['this file (config)', ({ language }) => language === 'json'],
  ['this file (classes)', ({ language }) => language === 'mermaid'],
  [
    'this file (layers)',
    ({ path, language, text }) => language === '' && path === 'CONTRIBUTING.md' && text.includes('→'),
  ],
  ['nobody, it is a drawing', ({ path, text }) => path === 'docs/architecture.md' && /[─►]/.test(text)],
  ['test/architecture/api-docs.test.ts', ({ path }) => path === REFERENCE],
];

/** The first config of a document, to which its later ones add. */
function firstConfig(of: string): string {
  return blocks.find(({ path, language }) => path === of && language === 'json')?.text ?? '{}';
}

const blocks = documents().flatMap(blocksOf);
const of = (language: string) => blocks.filter((block) => block.language === language && block.path !== REFERENCE);

describe('blocks of the documents', () => {
  it('are each run by a test', () => {
    const left = blocks.filter((block) => !RUN_BY.some(([, runs]) => runs(block)));
    expect(left.map(({ path, line, language }) => `${path}:${line} ${language}`)).toEqual([]);
  });

  it('have no rule too many', () => {
    for (const [test, runs] of RUN_BY) expect(blocks.some(runs), test).toBe(true);
  });

  it.each(of('json'))('$path:$line is part of a valid config', async ({ path, text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'co-docs-'));
    const file = join(folder, 'config.json');
    const base =
      path === GRIDDED ? firstConfig(path) : readFileSync(join(PACKAGE, 'dataset-configs/argo.json'), 'utf8');
    const argo = JSON.parse(base);
    // What documents name as a parent.
    writeFileSync(join(folder, 'my-dataset.json'), base);
    writeFileSync(
      file,
      JSON.stringify(
        mergeConfigs(argo, { ...JSON.parse(text), schema: { ...argo.schema, ...JSON.parse(text).schema } }),
      ),
    );
    const problems = (await validateConfigs([file])).get(file);
    rmSync(folder, { recursive: true });
    expect(problems).toEqual([]);
  });

  it.each(of('mermaid'))('$path:$line shows the classes as they are', ({ text }) => {
    const classes = { ...handlers, CubeHandler, Handler } as unknown as Readonly<Record<string, { prototype: object }>>;
    const heirs = [...text.matchAll(/(\w+) <\|-- (\w+)/g)].map(
      ([, parent, heir]) => [parent, heir] as [string, string],
    );
    expect(heirs.length).toBeGreaterThan(0);
    for (const [parent, heir] of heirs)
      expect(Object.getPrototypeOf(classes[heir]), `${heir} < ${parent}`).toBe(classes[parent]);
    expect(heirs.map(([, heir]) => heir).toSorted()).toEqual(['CubeHandler', ...Object.keys(handlers)].toSorted());
    for (const [, name, body] of text.matchAll(/class (\w+) \{([^}]*)\}/g)) {
      const concrete = [...(body as string).matchAll(/[+#](\w+)\([^)]*\)(\*?)/g)].filter(([, , abstract]) => !abstract);
      expect(concrete.length, name).toBeGreaterThan(0);
      for (const [, method] of concrete)
        expect(Object.hasOwn(classes[name as string]?.prototype ?? {}, method as string), `${name}.${method}`).toBe(
          true,
        );
    }
  });

  it('CONTRIBUTING.md has the layers that the architecture test keeps', () => {
    const layers = LEVELS.map((names) => names.filter((name) => !/ |handlers/.test(name))).filter(
      (names) => names.length > 0,
    );
    const told =
      of('')
        .find(({ path }) => path === 'CONTRIBUTING.md')
        ?.text.trim()
        .split('→') ?? [];
    expect(told.map((names) => names.split('|').map((name) => name.trim()))).toEqual(layers);
  });
});
