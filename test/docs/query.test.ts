/** Runs the guide on queries as a reader would: its commands and its program, from the top. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { blocksOf } from './markdown.js';
import { publishSeaLevel } from './sea-level.js';
import { type LineRun, linesOf, Stage } from './stage.js';

const GUIDE = 'docs/guides/query-a-dataset.md';

describe(GUIDE, { timeout: 180_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    const { status, stderr } = await publishSeaLevel(stage);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 60_000);
  afterAll(() => stage.close());

  it('runs from the top to its end, with the output that it shows', async () => {
    let last: LineRun | undefined;
    for (const block of blocksOf(GUIDE)) {
      if (block.language === '')
        for (const line of block.text.trimEnd().split('\n'))
          expect(last?.stdout.split('\n'), `${GUIDE}:${block.line}`).toContain(line);
      if (block.language !== 'sh') continue;
      for (const line of linesOf(block, () => false)) {
        last = await stage.run(line);
        expect({ status: last.status, stderr: last.stderr }, line).toEqual({ status: 0, stderr: '' });
      }
    }
  });

  it('has a program that runs, and agrees with the command', async () => {
    const [program] = blocksOf(GUIDE).filter(({ language }) => language === 'js');
    const file = join(stage.folder, 'query.mjs');
    const entry = join(PACKAGE, 'dist/src/index.js');
    writeFileSync(file, (program?.text ?? '').replace("from 'cloud-optimised'", `from '${entry}'`));
    const { stdout, stderr } = await stage.run(`${process.execPath} ${file}`);
    const command = "npx cloud-optimised query cloud-optimised/argo.parquet --time 2021 --where 'TEMP >= 24' | wc -l";
    const lines = Number((await stage.run(command)).stdout);
    expect({ stdout, stderr }).toEqual({ stdout: `1400 JULD\n${lines - 1}\n`, stderr: '' });
    expect(lines).toBeGreaterThan(1);
  });

  it('writes the cells of a box of one day: nine meridians from 170 to -178 that the grid has, three parallels', () => {
    const rows = readFileSync(join(stage.folder, 'east.csv'), 'utf8').trim().split('\n');
    expect(rows.length).toBe(1 + 9 * 3);
  });

  it('has a program that lists datasets', async () => {
    const [, program] = blocksOf(GUIDE).filter(({ language }) => language === 'js');
    const file = join(stage.folder, 'catalogue.mjs');
    const entry = join(PACKAGE, 'dist/src/index.js');
    writeFileSync(file, (program?.text ?? '').replace("from 'cloud-optimised'", `from '${entry}'`));
    const { stdout, stderr } = await stage.run(`${process.execPath} ${file}`);
    const extent = '{ start: 1704067200000000000n, end: 1704240000000000000n }';
    expect({ stdout, stderr }).toEqual({ stdout: `sea_level 288 ${extent}\n`, stderr: '' });
  });
});
