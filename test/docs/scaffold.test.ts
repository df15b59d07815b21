/** Runs the guide on making configs as a reader would, and derives the figures of the guide on partitions and chunks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatasetConfig } from '../../src/app/create-dataset-config.js';
import { publishDataset } from '../../src/app/publish-dataset.js';
import { proposeChunks } from '../../src/scaffold/cube/chunks.js';
import { proposePeriod } from '../../src/scaffold/parquet/period.js';
import { blocksOf, textOf } from './markdown.js';
import { linesOf, SAMPLE, Stage } from './stage.js';

const CREATE = 'docs/guides/create-a-dataset-config.md';
const CHOOSE = 'docs/guides/choose-partitions-and-chunks.md';

describe(CREATE, { timeout: 120_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('runs from the top to its end, and tells what it says', async () => {
    let last = '';
    for (const block of blocksOf(CREATE)) {
      if (block.language === '')
        for (const line of block.text.trimEnd().split('\n')) expect(last, `${CREATE}:${block.line}`).toContain(line);
      if (block.language !== 'sh') continue;
      last = '';
      for (const line of linesOf(block, () => false)) {
        const run = await stage.run(line);
        const told = run.stderr.split('\n').filter((text) => text !== '' && !text.startsWith('looking at'));
        expect({ line, status: run.status, told }).toEqual({ line, status: 0, told: [] });
        last += run.stdout;
      }
    }
  });
});

describe(CHOOSE, { timeout: 120_000 }, () => {
  it('tells how many objects the sample makes by period, and how it shrinks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'co-docs-'));
    try {
      const { file } = await createDatasetConfig({ files: [SAMPLE], name: 'argo_sample', workingFolder: folder });
      const config = JSON.parse(readFileSync(file, 'utf8'));
      for (const [period, count, largest] of rowsOf('periods')) {
        config.schema_transformation.partitioning[0].time_extent.partition_period = period?.replaceAll('`', '');
        writeFileSync(file, JSON.stringify(config));
        const output = join(folder, String(period).replaceAll('`', ''));
        await publishDataset({ config: file, output, workers: 1, workingFolder: folder });
        const sizes = sizesBelow(join(output, 'argo_sample.parquet'));
        expect([count, largest]).toEqual([String(sizes.length), `${Math.round(Math.max(...sizes) / 1000)} kB`]);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        if (period === '`Y`')
          expect(textOf(CHOOSE)).toContain(`becomes ${(total / statSync(SAMPLE).size).toFixed(2)} of it`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('tells which period is proposed', () => {
    for (const [files, each, proposed] of rowsOf('proposals')) {
      const [, amount, unit, span] = /^(\d+) (\w+) a (\w+)$/.exec(each ?? '') ?? [];
      const bytes = Number(amount) * ({ kB: 1e3, MB: 1e6, GB: 1e9 }[unit as 'kB'] ?? 0);
      const days = span === 'year' ? 365 : 1;
      const count = Number(files);
      const measure = {
        files: count,
        bytes: count * bytes,
        sampleBytes: bytes,
        sampleDays: [days],
        coveredDays: count * days,
      };
      expect(`\`${proposePeriod(measure, 1).periods[0]?.value}\``, each).toBe(proposed);
    }
  });

  it('tells which chunks and shards are proposed', () => {
    for (const [grid, type, chunk, shard] of rowsOf('chunks')) {
      const [y = 0, x = 0] = (grid ?? '').split(' × ').map(Number);
      const valueBytes = Number(/\d+/.exec(type ?? '')?.[0]) / 8;
      const fixed = new Map([
        ['y', y],
        ['x', x],
      ]);
      const { chunks, shards } = proposeChunks({ append: 't', fixed, valueBytes });
      expect([...chunks.values()].join(' × '), grid).toBe(chunk);
      expect([...(shards?.values() ?? [])].join(' × '), grid).toBe(shard);
    }
  });
});

/** The cells of the table after the comment of this name. */
function rowsOf(name: string): string[][] {
  const table = textOf(CHOOSE).split(`<!-- ${name} -->\n`)[1]?.split('\n\n')[0] ?? '';
  const rows = table.split('\n').slice(2);
  expect(rows.length, name).toBeGreaterThan(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function sizesBelow(folder: string): number[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
}
