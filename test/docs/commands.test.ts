import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { type Block, blocksOf } from './markdown.js';
import { type LineRun, linesOf, Stage } from './stage.js';

/** CI runs these on a fresh machine, as they stand in the README. */
const OF_CI = ['npm ci', 'npm test'];
/** What commands tell on standard error while all is well. */
const PROGRESS = /^looking at \S+ \(1 of 1\)$|\.csv: \d+ rows, \d+ bytes$/;
const isOfCi = (command: string) => OF_CI.includes(command);

/** A document's commands and outputs, run as a reader would: from the top, in one folder. */
function describeDocument(path: string, check: (runs: ReadonlyMap<string, LineRun>, stage: Stage) => void): void {
  describe(path, () => {
    const blocks = blocksOf(path);
    const runs = new Map<string, LineRun>();
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open();
    });
    afterAll(() => stage.close());

    it('runs from the top to its end', { timeout: 120_000 }, async () => {
      let last: LineRun | undefined;
      for (const block of blocks) {
        if (block.language === '') expect(last?.stdout, place(block)).toContain(block.text);
        if (block.language !== 'sh') continue;
        for (const line of linesOf(block, isOfCi)) {
          last = await stage.run(line);
          const said = last.stderr.split('\n').filter((text) => text !== '' && !PROGRESS.test(text));
          expect({ status: last.status, said }, `${place(block)}: ${line}`).toEqual({ status: 0, said: [] });
          runs.set(line.replace(/\s+/g, ' '), last);
        }
      }
      check(runs, stage);
    });
  });
}

function place({ path, line }: Block): string {
  return `${path}:${line}`;
}

/** Output of the one command of a document that begins so. */
function outputOf(runs: ReadonlyMap<string, LineRun>, part: string): string {
  const found = [...runs].filter(([line]) => line.includes(part));
  expect(
    found.map(([line]) => line),
    part,
  ).toHaveLength(1);
  return (found[0] as [string, LineRun])[1].stdout;
}

describeDocument('README.md', (runs, stage) => {
  expect(runs.size).toBe(7);
  expect(runs.get('npx generic-cloud-optimised-creation --config argo.json')?.stdout).toContain(
    '1 file published (1400 rows)',
  );
  expect(existsSync(join(stage.folder, 'cloud-optimised/argo.parquet/_common_metadata'))).toBe(true);
  expect(outputOf(runs, '--config my_floats.json')).toContain('1 file published (1400 rows)');
  expect(outputOf(runs, '--describe')).toContain('\n  1400 rows\n');
  expect(readFileSync(join(stage.folder, 'winter.csv'), 'utf8').split('\n').length).toBeGreaterThan(3);
  expect(outputOf(runs, '/archive/argo')).toContain('1 file published (1400 rows)');
  expect(existsSync(join(stage.folder, 'data/published/argo.parquet/_common_metadata'))).toBe(true);
  expect(outputOf(runs, 's3://imos-data')).toContain('1 file published (1400 rows)');
  expect(stage.published()).toContain('published/argo.parquet/_common_metadata');
});

describeDocument('docs/guides/getting-started.md', (runs, stage) => {
  expect(outputOf(runs, 'validate-dataset-config')).toBe('my-dataset.json: valid\n');
  expect(outputOf(runs, '--dry-run')).toMatch(
    /would publish \S+2900999_prof.nc\n[\s\S]+ {2}1 file to publish, 0 unchanged\n$/,
  );
  expect(existsSync(join(stage.folder, 'cloud-optimised/my_dataset.parquet'))).toBe(false);
  expect(JSON.parse(outputOf(runs, '| tail -1'))).toMatchObject({ type: 'summary', files: { skipped: 1 }, hints: {} });
  expect(outputOf(runs, 'rows explain')).toContain('1400 rows from 157432 bytes');
  expect(outputOf(runs, 'rows delete')).toContain('1400 rows in 5 objects deleted');
  expect(outputOf(runs, 's3://my-bucket')).toContain('1 file published (1400 rows)');
  expect(stage.published()).toContain('published/argo.parquet/_common_metadata');
});

describe('a run again', () => {
  it('tells that nothing has changed, as the README says', async () => {
    const stage = await Stage.open();
    const command = 'npx generic-cloud-optimised-creation --config argo.json';
    await stage.run(command);
    expect((await stage.run(command)).stdout).toContain('0 files published (0 rows), 1 unchanged, 0 failed');
    await stage.close();
  });
});

describe('commands that are not run here', () => {
  it('CONTRIBUTING.md has those of CI only', () => {
    const blocks = blocksOf('CONTRIBUTING.md').filter(({ language }) => language === 'sh');
    expect(blocks.flatMap((block) => linesOf(block, isOfCi))).toEqual([]);
    const parts = readdirSync(join(PACKAGE, '.ci/parts')).map((name) => join(PACKAGE, '.ci/parts', name));
    for (const command of OF_CI) expect(parts.filter((part) => mentions(part, command))).not.toEqual([]);
  });

  it('docs/guides/writing-a-handler.md is run by the test of plugins', () => {
    expect(mentions(join(PACKAGE, 'test/e2e/plugins.test.ts'), 'docs/guides/writing-a-handler.md')).toBe(true);
  });
});

function mentions(file: string, text: string): boolean {
  return readFileSync(file, 'utf8').includes(text);
}
