/**
 * Plugin modules: files or packages that a person names with `--plugin`, and whose exported handlers join the registry.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudOptimisedError } from '../errors/index.js';
import { Handler, type HandlerClass } from '../pipeline/handler.js';
import type { HandlerRegistry } from './handler-registry.js';
import { importEntry } from './package-entry.js';

/** The entries that a plugin may import, wherever it lies. */
const ENTRIES = ['cloud-optimised', 'cloud-optimised/handler', 'cloud-optimised/handlers'];

/**
 * Turns what a person typed into an address that means the same in every thread: a path is taken from the working folder,
 * any other text is the name of a package installed there.
 *
 * @throws CO_PLUGIN_NOT_FOUND
 */
export function resolvePlugin(module: string, workingFolder: string): string {
  const path = resolve(workingFolder, module);
  if (existsSync(path)) return pathToFileURL(path).href;
  const { resolve: resolveRequired } = createRequire(resolve(workingFolder, 'plugin.js'));
  try {
    return pathToFileURL(resolveRequired(module)).href;
  } catch (cause) {
    const entry = importEntry(module, resolveRequired.paths(module) ?? []);
    if (entry && existsSync(entry)) return pathToFileURL(entry).href;
    throw new CloudOptimisedError('CO_PLUGIN_NOT_FOUND', { module }, { cause });
  }
}

/**
 * Loads plugins and registers each exported class that extends `Handler` under its export's name.
 *
 * @param addresses from {@link resolvePlugin}
 * @throws CO_PLUGIN_FAILED, CO_PLUGIN_NO_HANDLER, CO_HANDLER_DUPLICATE
 */
export async function loadPlugins(registry: HandlerRegistry, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const exports = await importPlugin(address);
    const handlers = Object.entries(exports).filter((entry): entry is [string, HandlerClass] => isHandler(entry[1]));
    if (handlers.length === 0)
      throw new CloudOptimisedError('CO_PLUGIN_NO_HANDLER', { module: address, exports: Object.keys(exports) });
    for (const [name, handler] of handlers)
      registry.register(name === 'default' ? handler.name : name, handler, address);
  }
}

/** What a plugin exports. @param address from {@link resolvePlugin} @throws CO_PLUGIN_FAILED */
export async function importPlugin(address: string): Promise<Record<string, unknown>> {
  shareThisPackage();
  try {
    return (await import(address)) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CloudOptimisedError('CO_PLUGIN_FAILED', { module: address, reason }, { cause });
  }
}

function isHandler(value: unknown): value is HandlerClass {
  return typeof value === 'function' && value.prototype instanceof Handler;
}

let shared = false;

/**
 * Sends imports of this package, from wherever they come, to the copy that is running: a plugin has none of its own, and a
 * second copy of `Handler` would not be recognised. Holds for this thread.
 */
function shareThisPackage(): void {
  if (shared) return;
  shared = true;
  const here = Object.fromEntries(ENTRIES.map((entry) => [entry, import.meta.resolve(entry)]));
  const source = `const here = ${JSON.stringify(here)};
    export const resolve = (specifier, context, next) =>
      here[specifier] ? { url: here[specifier], shortCircuit: true } : next(specifier, context);`;
  register(`data:text/javascript,${encodeURIComponent(source)}`);
}
