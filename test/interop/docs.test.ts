import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../docs/markdown.js';
import { runCli } from '../support/run-cli.js';
import { PYTHON } from './python.js';

const RUNNER = fileURLToPath(new URL('python/run_block.py', import.meta.url));

describe.skipIf(!PYTHON)('Python in the README', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'co-docs-'));
    expect(await runCli('generic-cloud-optimised-creation', ['--config', 'argo.json'], { cwd: folder })).toMatchObject({
      status: 0,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(blocksOf('README.md').filter(({ language }) => language === 'python'))(
    'line $line reads the sample dataset',
    async ({ text }) => {
      writeFileSync(join(folder, 'block.py'), text);
      const { stdout } = await promisify(execFile)(PYTHON as string, [RUNNER, 'block.py'], { cwd: folder });
      const [[platform, rows, first, last, temperature], ...others] = JSON.parse(stdout);
      expect(others).toEqual([]);
      expect([String(platform), rows]).toEqual(['2900999', 1400]);
      expect([first, last].map((time) => time.slice(0, 4))).toEqual(['2021', '2022']);
      expect(temperature).toBeGreaterThan(0);
      expect(temperature).toBeLessThan(30);
    },
  );
});
