import { resolve } from 'node:path';
import { CloudOptimisedError, isCoded } from '../errors/index.js';
import { type ConfigFile, type ConfigLookup, isAddress } from './find-config.js';
import type { JsonObject } from './json.js';
import { parseDocument } from './parse-document.js';
import { shortened } from './quote.js';

/** The name under which problems in an override are told. */
export const OVERRIDE = '--json-overwrite';

/**
 * The layer that `--json-overwrite` puts over a config: JSON text, or `@FILE`.
 *
 * @throws CO_CONFIG_OVERRIDE when it is neither, or names another parent
 */
export async function readOverride(override: string, lookup: ConfigLookup): Promise<ConfigFile> {
  const document = override.startsWith('@') ? await fromFile(override, lookup) : await fromText(override);
  if ('parent_config' in document) refuse(override, "the key 'parent_config' cannot be overridden");
  return { file: OVERRIDE, document };
}

async function fromFile(override: string, { readText, workingFolder }: ConfigLookup): Promise<JsonObject> {
  const path = override.slice(1);
  const file = isAddress(path) ? path : resolve(workingFolder, path);
  const text = await readText(file);
  if (text === undefined) return refuse(override, `there is no file '${file}'`);
  return parse(override, file, text);
}

async function fromText(override: string): Promise<JsonObject> {
  return parse(override, OVERRIDE, override);
}

async function parse(override: string, file: string, text: string): Promise<JsonObject> {
  try {
    return await parseDocument(file, text);
  } catch (cause) {
    if (!isCoded(cause, 'CO_CONFIG_UNREADABLE')) throw cause;
    return refuse(override, (cause.fields as { reason: string }).reason, cause);
  }
}

/** Refuses an override without repeating what may be a credential in it. */
export function refuse(override: string, reason: string, cause?: unknown): never {
  const shown = override.startsWith('@')
    ? shortened(override)
    : shortened(override.replace(/("(?:key|secret|token|password)"\s*:\s*)"[^"]*"/g, '$1"***"'));
  throw new CloudOptimisedError('CO_CONFIG_OVERRIDE', { override: shown, reason }, { cause });
}
