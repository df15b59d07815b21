import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import unitTests from '../../vitest.config.js';

/** Crashes, full disks, dying stores. One file at a time: they kill processes and measure what is left. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default defineConfig({
  ...unitTests,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/faults/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false },
});
