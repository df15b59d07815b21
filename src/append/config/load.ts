import { deepFreeze } from '../../config/freeze.js';
import type { JsonObject } from '../../config/json.js';
import type { AppendConfigProblem } from '../../errors/config-errors.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { templatesIn } from '../expressions/index.js';
import type { AppendConfigDocument } from './append-config.generated.js';
import type { AppendConfig } from './append-config.js';
import {
  type AppendConfigObject,
  type ConfigLayer,
  type ConfigLike,
  type ConfigReading,
  layersOf,
} from './config-like.js';
import { mergeLayers } from './merge-layers.js';
import { refuseKeys, ruleProblems } from './rules.js';
import { settingsOf } from './settings.js';
import { structureProblems } from './structure.js';
import { normalisedVariables } from './variable-settings.js';

/** How a config is loaded. */
export interface AppendConfigOptions extends ConfigReading {
  /**
   * Values put in last, key by key at the top level, such as those of a command line; `undefined` and null leave the config's. (An option
   * that was not given on the command line must be `undefined`, not `false`.)
   */
  readonly overrides?:
    | { readonly [K in keyof AppendConfigObject]?: AppendConfigObject[K] | undefined | null }
    | undefined;
}

/**
 * Loads the config of an append: reads its files, merges its parts from left to right, checks the outcome and freezes it. Objects of the
 * caller stay as they are.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, CO_APPEND_CONFIG_INVALID with every problem, CO_APPEND_KEY_REFUSED,
 *   CO_EXPRESSION_INVALID, or a storage error
 */
export async function loadAppendConfig(config: ConfigLike, options: AppendConfigOptions): Promise<AppendConfig> {
  const layers = await layersOf(config, options);
  const [overrides] = await layersOf(givenOnly(options.overrides ?? {}), options);
  const merged = mergeLayers(layers.map(({ document }) => document));
  const document = checked({ ...merged, ...overrides?.document }, filesOf(layers));
  const templates = document.permit_eval ? templatesIn((document.attrs ?? {}) as JsonObject) : new Map();
  return Object.freeze({
    ...settingsOf(deepFreeze(document)),
    files: filesOf(layers),
    sliceSource: sliceSourceOf(overrides ? [...layers, overrides] : layers),
    templates,
  });
}

/** Where the target is. @throws CO_APPEND_CONFIG_INVALID where the config does not tell */
export function targetOf({ target, files }: Pick<AppendConfig, 'target' | 'files'>): string {
  if (target !== undefined) return target;
  throw invalid(files, [{ path: '', message: "the key 'target_dir' is missing" }]);
}

function checked(document: JsonObject, files: readonly string[]): AppendConfigDocument {
  const structure = structureProblems(document);
  if (structure.length > 0) throw invalid(files, structure);
  const typed = document as unknown as AppendConfigDocument;
  // Settings of an encoding may stand among attributes, where the schema does not look.
  const variables = normalisedVariables(typed);
  const problems = [...structureProblems({ ...document, variables }), ...ruleProblems(typed)];
  if (problems.length > 0) throw invalid(files, problems);
  refuseKeys(typed);
  return typed;
}

function invalid(sources: readonly string[], problems: readonly AppendConfigProblem[]) {
  return new CloudOptimisedError('CO_APPEND_CONFIG_INVALID', { sources, problems });
}

function filesOf(layers: readonly ConfigLayer[]): string[] {
  return layers.flatMap(({ file }) => file ?? []);
}

/** The last layer that names a source decides, by name or by code. */
function sliceSourceOf(layers: readonly ConfigLayer[]): AppendConfig['sliceSource'] {
  const last = layers.findLast(({ document, sliceSource }) => sliceSource ?? Object.hasOwn(document, 'slice_source'));
  return last?.sliceSource ?? (last?.document.slice_source as string | undefined);
}

function givenOnly(overrides: NonNullable<AppendConfigOptions['overrides']>): AppendConfigObject {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined && value !== null));
}
