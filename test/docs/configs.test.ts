/** Runs the guides on configs and on metadata as a reader would: their changes of a config, their commands, from the top. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/config/json.js';
import { mergeConfigs } from '../../src/config/merge.js';
import { type Block, blocksOf } from './markdown.js';
import { type LineRun, linesOf, Stage } from './stage.js';

/** Runs a document; its JSON blocks are handed to `change`. Each block of output stands in that of the last command. */
async function runGuide(path: string, stage: Stage, change: (block: Block) => void): Promise<LineRun[]> {
  const runs: LineRun[] = [];
  for (const block of blocksOf(path)) {
    if (block.language === 'json') change(block);
    if (block.language === '')
      for (const line of block.text.trimEnd().split('\n'))
        expect(runs.at(-1)?.stdout, `${path}:${block.line}`).toContain(line);
    if (block.language !== 'sh') continue;
    for (const line of linesOf(block, () => false)) {
      const run = await stage.run(line);
      expect({ status: run.status, stderr: run.stderr }, `${path}:${block.line}: ${line}`).toEqual({
        status: 0,
        stderr: '',
      });
      runs.push(run);
    }
  }
  return runs;
}

describe('guides', { timeout: 120_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('docs/guides/update-metadata.md runs from the top to its end', async () => {
    const file = join(stage.folder, 'my-dataset.json');
    const before = readFileSync(file, 'utf8');
    const runs = await runGuide('docs/guides/update-metadata.md', stage, ({ text }) => {
      const config = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
      const change = JSON.parse(text) as JsonObject;
      // A schema replaces its parent's as a whole; who edits a file changes what stands there.
      const { schema, ...others } = change;
      const edited = mergeConfigs({ of: config.schema as JsonObject }, { of: schema as JsonObject });
      writeFileSync(file, JSON.stringify(mergeConfigs(config, { ...others, schema: edited.of ?? {} })));
    });
    const said = runs.filter(({ line }) => line.includes('update-metadata')).map(({ stdout }) => stdout);
    const firsts = said.slice(0, -1).map((text) => (text.split('\n')[0] as string).replace(/^\S+\//, ''));
    expect(firsts).toEqual([
      'my_dataset.parquet: nothing to change',
      'my_dataset.parquet: 2 attributes would change, in 1 document',
      'my_dataset.parquet: 2 attributes changed, in 1 document',
      'my_dataset.parquet: nothing to change',
      'my_dataset.parquet: 1 attribute changed, in 1 document',
      'my_dataset.parquet: nothing to change',
    ]);
    expect(JSON.parse(said.at(-1)?.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'summary',
      datasets: { changed: 0, failed: 0 },
    });
    writeFileSync(file, before);
  });

  it('docs/guides/work-with-configs.md runs from the top to its end', async () => {
    const runs = await runGuide('docs/guides/work-with-configs.md', stage, ({ text }) => {
      writeFileSync(join(stage.folder, 'my-child.json'), text);
    });
    const missing = runs.find(({ line }) => line.includes('config missing'));
    expect(Object.keys(JSON.parse(missing?.stdout ?? ''))).toEqual(['TEMP']);
    expect(runs.at(-1)?.stdout).toBe('my-dataset.json: valid\nmy-child.json: valid\n');
  });
});
