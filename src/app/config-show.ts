import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ConfigDifference,
  compareConfigs,
  type ExplainedConfig,
  explainDatasetConfig,
  mergedDocument,
} from '../config/index.js';
import type { JsonObject } from '../config/json.js';
import { configOptions } from './config-files.js';

/** Which config. */
export interface ShowConfigOptions {
  /** Name, path or address of a dataset config. */
  readonly config: string;
  /** JSON text, or `@file`, merged over the config. */
  readonly override?: string | undefined;
  /** Where relative paths begin. */
  readonly workingFolder?: string | undefined;
}

/**
 * A config with its parents and an override, and where each value comes from. It need not be valid.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, CO_CONFIG_PARENT_CYCLE, CO_CONFIG_OVERRIDE
 */
export async function showConfig(options: ShowConfigOptions): Promise<ExplainedConfig> {
  const { config, override, workingFolder = process.cwd() } = options;
  return await explainDatasetConfig(config, { ...configOptions(workingFolder), override }, configSchema());
}

/** In what two configs differ, each with its parents. @throws as {@link showConfig} */
export async function diffConfigs(
  a: string,
  b: string,
  workingFolder: string = process.cwd(),
): Promise<readonly ConfigDifference[]> {
  const options = configOptions(workingFolder);
  return compareConfigs(await mergedDocument(a, options), await mergedDocument(b, options));
}

function configSchema(): JsonObject {
  const file = fileURLToPath(import.meta.resolve('cloud-optimised/schemas/dataset-config.schema.json'));
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
}
