/**
 * Scripts for child processes that use local storage.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Increments `count` so many times by compare-and-swap. */
export const INCREMENT = `
for (let left = Number(process.argv[3]); left > 0; ) {
  const info = await storage.head('count');
  const count = Number(Buffer.from(await storage.get('count')));
  try {
    await storage.put('count', Buffer.from(String(count + 1)), { ifMatch: info.etag });
    left--;
  } catch (error) {
    if (error.code !== 'CO_STORAGE_PRECONDITION') throw error;
  }
}
`;

/** Puts `big` again and again, each time with all its bytes alike, until it is killed. */
export const PUT_FOR_EVER = `
for (let byte = 1; ; byte = (byte % 250) + 1) {
  await storage.put('big', Buffer.alloc(8 * 2 ** 20, byte));
  if (byte === 3) console.log('running');
}
`;

const HEAD = `
import { LocalStorage } from './src/storage/local-storage.js';
const storage = new LocalStorage(process.argv[2]);
`;

/** Compiles local storage into `folder/.~co-built`, since Node cannot run the sources, and gives the script's path. */
export async function buildScript(folder: string, body: string): Promise<string> {
  const out = join(folder, '.~co-built');
  const source = resolve('src/storage/local-storage.ts');
  const options = ['--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];
  const tsc = resolve('node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, source, ...options, '--rootDir', '.', '--outDir', out], { stdio: 'inherit' });
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  await writeFile(join(out, 'script.mjs'), HEAD + body);
  return join(out, 'script.mjs');
}
