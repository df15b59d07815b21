/**
 * Compiles kernel.asc, and what it takes from its neighbours, to kernel.generated.ts: `node src/codecs/simd/build.mjs`; with `--check` it
 * only tells whether that is as it should be. The compiler comes from the registry for this one run, so that not every checkout carries it.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'assemblyscript@0.28.20';
const OPTIONS = ['--enable', 'simd', '--runtime', 'stub', '-O3', '--noAssert', '--use', 'abort='];

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
try {
  for (const name of readdirSync(path('.')).filter((file) => file.endsWith('.asc')))
    copyFileSync(path(name), join(folder, name.replace('.asc', '.ts')));
  const args = ['--yes', '--package', COMPILER, 'asc', 'kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS];
  execFileSync('npx', args, { cwd: folder, stdio: 'inherit' });
  const base64 = readFileSync(join(folder, 'kernel.wasm')).toString('base64');
  const text = `/** kernel.asc, compiled by build.mjs (${COMPILER}); not to be edited. */\nexport const KERNEL =\n  '${base64}';\n`;
  if (!process.argv.includes('--check')) writeFileSync(path('kernel.generated.ts'), text);
  else if (readFileSync(path('kernel.generated.ts'), 'utf8') !== text)
    throw new Error('kernel.generated.ts is not what build.mjs makes');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
