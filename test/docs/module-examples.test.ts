import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { csvOf, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';
import { type Block, blocksOf, documents, moduleExamples } from './markdown.js';

const run = promisify(execFile);

/** Sources that are a public entry; the reference shows their headers. */
const ENTRIES = ['src/index.ts', 'src/handler.ts', 'handlers/index.ts'];
const REFERENCE = 'docs/reference/api.md';

const inHeaders = ENTRIES.flatMap(moduleExamples);
const typed = [
  ...inHeaders,
  ...documents()
    .filter((path) => path !== REFERENCE)
    .flatMap(blocksOf),
].filter(({ language }) => language === 'ts');

describe('examples in TypeScript', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-docs-'));
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(PACKAGE, join(folder, 'node_modules/cloud-optimised'));
    symlinkSync(join(PACKAGE, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const compilerOptions = { target: 'es2023', module: 'nodenext', strict: true, types: ['node'], skipLibCheck: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are there', () => expect(typed.map(({ path }) => path)).toEqual(['src/index.ts']));

  it.each(typed)(
    '$path:$line compiles against the built package, and runs',
    { timeout: 60_000 },
    async ({ text }: Block) => {
      writeFileSync(join(folder, 'example.ts'), text);
      await run(process.execPath, [join(PACKAGE, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        cwd: folder,
      }).catch(({ stdout }) => expect.fail(stdout));
      const { stdout, stderr } = await run(process.execPath, ['example.js'], { cwd: folder });
      expect(stderr).toBe('');
      expect(stdout).toBe('{ published: 1, skipped: 0, failed: 0 } 1400\n');
    },
  );
});

describe('examples of handlers', () => {
  const examples = inHeaders.filter(({ language }) => language === 'js');

  it('are there, and of no other kind', () => {
    expect(examples.map(({ path }) => path)).toEqual(['src/handler.ts']);
    expect(inHeaders.filter(({ language }) => !/^(ts|js)$/.test(language))).toEqual([]);
  });

  it.each(examples)('$path:$line is a plugin', async ({ text }: Block) => {
    const config = tracksConfig();
    const schema = { ...(config.schema as object), quality: { type: 'int32', units: '1' } };
    const place = new Workplace({ ...config, schema, handler_class: 'TidyHandler' });
    writeFileSync(join(place.folder, 'tidy-handler.js'), text);
    writeFileSync(join(place.folder, 'package.json'), '{"type": "module"}');
    place.source('a.csv', csvOf([{ time: '2020-05-01T00:00:00', latitude: 1, longitude: 2, value: 3 }]));
    const { summary } = await place.publish(['--plugin', join(place.folder, 'tidy-handler.js')]);
    expect(summary).toMatchObject({ files: { published: 1, failed: 0 }, rows: 1, warnings: [], hints: {} });
    place.remove();
  });
});
