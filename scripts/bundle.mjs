/**
 * Joins what the compiler made in `build` to few files in `dist`: Node takes a millisecond for each module that it loads, and hundreds of
 * them, once more in each worker thread, are most of a small run's time. What several entries use is in chunks that they share, so that
 * each class is there once. Packages stay outside.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = [
  ...Object.values(exports).flatMap((target) => target.default ?? []),
  ...Object.values(bin),
  'dist/src/app/append-worker.js',
  'dist/scripts/create-dataset-config.js',
  'dist/scripts/create-aws-registry-dataset.js',
].map((path) => path.replace(/^(\.\/)?dist\/|\.js$/g, ''));

rmSync(join(root, 'dist/chunks'), { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, join(root, 'build', `${entry}.js`)])),
  platform: 'node',
  external: /^(?![./])/,
});
await bundle.write({ dir: join(root, 'dist'), entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' });
await bundle.close();
