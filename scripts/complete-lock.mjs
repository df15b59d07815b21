/**
 * Completes package-lock.json with the optional platform packages that npm leaves out when the registry
 * it installed from offers only this platform's. Without them `npm ci` refuses the lock file elsewhere.
 *
 * Each missing entry is added with the version its parent pins, and the `os` and `cpu` that its name tells.
 * Run after every change of dependencies: `node scripts/complete-lock.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'win32', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const CPU = /arm64|x64|ia32|ppc64|s390x|riscv64|loong64|mips64el|arm/;

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).filter(([name]) => !isLocked(path, name)),
);
for (const [name, range] of missing) lock.packages[`node_modules/${name}`] = stub(name, range);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} optional packages added to package-lock.json`);

/** Whether `name`, required by the package at `path`, is locked there or in a folder above. */
function isLocked(path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (!base) return false;
    if (!base.includes('/node_modules/')) base = '';
    if (!base) return Boolean(lock.packages[`node_modules/${name}`]);
  }
}

function stub(name, range) {
  const os = SYSTEMS.find((system) => name.includes(system)) ?? 'none';
  const cpu = name.match(CPU)?.[0] ?? 'none';
  // A name that tells this very platform was left out for another reason (its C library, say): never install it.
  const here = os === 'linux' && cpu === 'x64';
  return { version: range.replace(/^[\^~]/, ''), cpu: [here ? 'none' : cpu], optional: true, os: [os] };
}
