import { isObject, type JsonObject } from '../../config/json.js';
import { parseDocument } from '../../config/parse-document.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { type CompiledSchema, schemaProblems } from '../schema-problems.js';
import type { RegistrySettings } from './registry-settings.generated.js';
import { knownKeys, validate } from './validate-settings.generated.js';

/** Name of the settings in the working folder. */
export const SETTINGS_FILE = 'registry-settings.json';

/** Reads settings: JSON, or YAML by its extension. @throws CO_REGISTRY_SETTINGS with every problem */
export async function parseSettings(file: string, text: string): Promise<RegistrySettings> {
  const document = await parseDocument(file, text).catch((error: unknown) => {
    if (isCoded(error, 'CO_CONFIG_UNREADABLE'))
      refuse(file, [{ pointer: '', message: (error.fields as { readonly reason: string }).reason }]);
    throw error;
  });
  const problems = schemaProblems(isObject(document) ? document : ({} as JsonObject), {
    validate,
    knownKeys,
  } as CompiledSchema);
  if (problems.length > 0) refuse(file, problems);
  return document as unknown as RegistrySettings;
}

function refuse(file: string, problems: readonly { pointer: string; message: string }[]): never {
  const told = problems.map((problem) => ({ file, ...problem, severity: 'error' as const }));
  throw new CloudOptimisedError('CO_REGISTRY_SETTINGS', { file, problems: told });
}
