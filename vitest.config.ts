import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests load the sources, never a stale dist: one copy of each class, so `instanceof` holds.
    alias: [
      { find: /^cloud-optimised\/handler$/, replacement: here('./src/handler.ts') },
      { find: /^cloud-optimised\/handlers$/, replacement: here('./handlers/index.ts') },
      { find: /^cloud-optimised$/, replacement: here('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'test/faults/**'],
    testTimeout: 30_000,
  },
});
