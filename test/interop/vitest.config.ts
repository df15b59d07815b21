import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import unitTests from '../../vitest.config.js';

/** What we write, read by Python's libraries. They need CLOUD_OPTIMISED_TEST_PYTHON, and for S3 CLOUD_OPTIMISED_TEST_S3_ENDPOINT. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default defineConfig({
  ...unitTests,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/interop/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
