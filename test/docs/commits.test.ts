import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { blocksOf } from './markdown.js';
import { linesOf, Stage } from './stage.js';

const GUIDE = 'docs/guides/what-a-commit-guarantees.md';

it(`the commands of ${GUIDE} run`, { timeout: 60_000 }, async () => {
  const stage = await Stage.open();
  try {
    cpSync(join(PACKAGE, 'test/fixtures/slices'), join(stage.folder, 'slices'), { recursive: true });
    for (const block of blocksOf(GUIDE)) {
      for (const line of linesOf(block, () => false)) {
        const { status, stderr } = await stage.run(line);
        expect({ status, stderr }, line).toEqual({ status: 0, stderr: '' });
      }
    }
  } finally {
    await stage.close();
  }
});
