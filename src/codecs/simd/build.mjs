/**
 * Compiles kernel.asc to kernel.generated.ts: `node src/codecs/simd/build.mjs`. The compiler comes from the registry for this one run, so
 * that not every checkout carries it.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'assemblyscript@0.28.20';
const OPTIONS = ['--enable', 'simd', '--runtime', 'stub', '-O3', '--noAssert', '--use', 'abort='];

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
try {
  copyFileSync(path('kernel.asc'), join(folder, 'kernel.ts'));
  const args = ['--yes', '--package', COMPILER, 'asc', 'kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS];
  execFileSync('npx', args, { cwd: folder, stdio: 'inherit' });
  const base64 = readFileSync(join(folder, 'kernel.wasm')).toString('base64');
  const text = `/** kernel.asc, compiled by build.mjs (${COMPILER}); not to be edited. */\nexport const KERNEL =\n  '${base64}';\n`;
  writeFileSync(path('kernel.generated.ts'), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
