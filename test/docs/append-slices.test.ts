/** Runs docs/guides/append-slices.md as a reader would: its files, its commands, from the top. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoundCube } from '../append/fixture.js';
import { PACKAGE } from '../support/run-cli.js';
import { type Block, blocksOf, textOf } from './markdown.js';
import { type LineRun, linesOf, Stage } from './stage.js';

const GUIDE = 'docs/guides/append-slices.md';
const blocks = blocksOf(GUIDE);

/** The file that a block shows: the name in backticks in the last line before it that is not empty. */
function fileOf({ line, language }: Block): string | undefined {
  if (language !== 'yaml' && language !== 'js') return undefined;
  const before = textOf(GUIDE)
    .split('\n')
    .slice(0, line - 1);
  return /`([\w-]+\.(?:yaml|mjs))`/.exec(
    before.findLast((text) => text.trim() !== '' && !text.startsWith('```')) ?? '',
  )?.[1];
}

describe(GUIDE, () => {
  let stage: Stage;
  const runs: LineRun[] = [];
  const outputOf = (part: string) => runs.filter(({ line }) => line.includes(part)).at(-1)?.stdout ?? '';
  const cubeAt = (name: string) => FoundCube.at(join(stage.folder, name));
  beforeAll(async () => {
    stage = await Stage.open();
    cpSync(join(PACKAGE, 'test/fixtures/slices'), join(stage.folder, 'slices'), { recursive: true });
  });
  afterAll(() => stage.close());

  it('shows files by their names', () => {
    const shown = blocks.filter(({ language }) => language === 'yaml' || language === 'js');
    expect(shown.map(fileOf)).not.toContain(undefined);
  });

  it('runs from the top to its end', { timeout: 180_000 }, async () => {
    for (const block of blocks) {
      const file = fileOf(block);
      if (file) writeFileSync(join(stage.folder, file), block.text);
      if (block.language === '') expect(runs.at(-1)?.stdout).toContain(block.text.trimEnd());
      if (block.language !== 'sh') continue;
      for (const line of linesOf(block, () => false)) {
        const run = await stage.run(line);
        expect({ status: run.status, stderr: run.stderr }, `${GUIDE}:${block.line}: ${line}`).toEqual({
          status: 0,
          stderr: '',
        });
        runs.push(run);
      }
    }
    expect(outputOf('slices/*.nc')).toContain('5 slices appended (5 labels), 3 already there');
    expect((await cubeAt('daily.zarr')).attributes).toMatchObject({
      time_coverage_start: '2024-01-01T00:00:00',
      time_coverage_end: '2024-01-05T00:00:00',
    });
    expect(await (await cubeAt('daily.zarr')).values('time')).toEqual([0, 1, 2, 3, 4]);
    expect(outputOf('zappend -t')).toBe('2 slice datasets processed.\n');
    expect((await cubeAt('map.levels/1.zarr')).sizes).toEqual({ time: 3, y: 2, x: 3 });
  });

  it('has a program that works', { timeout: 60_000 }, async () => {
    mkdirSync(join(stage.folder, 'node_modules'));
    symlinkSync(PACKAGE, join(stage.folder, 'node_modules', 'cloud-optimised'));
    const run = await stage.run('node append.mjs');
    expect(run.stdout).toBe('3 labels appended, 3 in all\n');
  });
});
