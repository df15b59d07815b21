import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ThreadExecutor } from '../../src/execution/thread-executor.js';

const LOADING_MILLISECONDS = 300;
const folder = mkdtempSync(join(tmpdir(), 'co-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that takes its time to load. */
function slowWorker(name: string, end: string): string {
  const path = join(folder, name);
  const wait = `const end = Date.now() + ${LOADING_MILLISECONDS}; while (Date.now() < end);`;
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${wait}\n${end}\n`);
  return path;
}

describe('worker threads', () => {
  it('are not ended while they load: Node would abort', async () => {
    const module = slowWorker(
      'slow.mjs',
      "parentPort.postMessage('loaded');\nexport const answer = async () => ({ ok: 1 });",
    );
    const start = performance.now();
    const executor = await ThreadExecutor.start({ module, workers: 2, setup: undefined });
    await executor.close();
    expect(performance.now() - start).toBeGreaterThanOrEqual(LOADING_MILLISECONDS);
  });

  it('are not waited for once they have ended', async () => {
    const module = slowWorker('broken.mjs', "throw new Error('broken');");
    const executor = await ThreadExecutor.start({ module, workers: 1, setup: undefined });
    await expect(executor.run({ kind: 'any', input: undefined })).rejects.toMatchObject({ code: 'CO_WORKER_DIED' });
    await executor.close();
  });
});
