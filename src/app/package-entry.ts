import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CONDITIONS = ['node', 'import', 'default'];

/**
 * The main entry of an installed package as `import` finds it (Node.js, "Conditional exports"): `require.resolve` does not see
 * packages that can only be imported.
 *
 * @param folders where packages may be installed, nearest first
 */
export function importEntry(name: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const manifest = join(folder, name, 'package.json');
    if (!existsSync(manifest)) continue;
    const target = targetOf(JSON.parse(readFileSync(manifest, 'utf8')).exports);
    return target === undefined ? undefined : join(folder, name, target);
  }
  return undefined;
}

/** The first target whose condition holds; `.` stands for the main entry. */
function targetOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  for (const [key, value] of Object.entries(exports)) {
    const target = key === '.' || CONDITIONS.includes(key) ? targetOf(value) : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}
