/** Runs the tutorial from the top, as somebody does who has nothing but the package. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { PACKAGE } from '../support/run-cli.js';
import { blocksOf } from './markdown.js';
import { Stage } from './stage.js';

const TUTORIAL = 'docs/guides/ten-minutes.md';

it(`${TUTORIAL} runs from the top to its end`, { timeout: 120_000 }, async () => {
  const stage = await Stage.open();
  try {
    mkdirSync(join(stage.folder, 'node_modules'));
    symlinkSync(PACKAGE, join(stage.folder, 'node_modules/cloud-optimised'));
    const said: string[] = [];
    for (const { text, line } of blocksOf(TUTORIAL)) {
      const { status, stdout, stderr } = await stage.run(text);
      expect(status, `${TUTORIAL}:${line} ${stdout} ${stderr}`).toBe(0);
      said.push(stdout);
    }
    const all = said.join('\n');
    expect(all).toContain('handler: ArgoHandler');
    expect(all).toContain('my_floats.json: valid');
    expect(all).toContain('1 file published (1400 rows), 0 unchanged, 0 failed');
    expect(all).toContain('1400 rows\n');
    expect(all).toContain('my_floats.parquet: 1 attribute changed, in 1 document');
    expect(all).toContain('1 entry: 1 written');
    const rows = readFileSync(join(stage.folder, 'winter.csv'), 'utf8').trim().split('\n').slice(1);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/^2021-0[678]-.*,-3[0-4]\.\d+,15\d\.\d+,1?\d(\.\d+)?,/);
    const entry = parse(readFileSync(join(stage.folder, 'registry/my_floats.yaml'), 'utf8'));
    expect(entry).toMatchObject({ Name: expect.stringContaining('My floats'), Contact: 'data@example.org' });
    expect(entry.Resources[0].ARN).toBe('arn:aws:s3:::my-bucket/my_floats.parquet');
    expect(existsSync(join(stage.folder, 'cloud-optimised/my_floats.parquet/_common_metadata'))).toBe(true);
  } finally {
    await stage.close();
  }
});
