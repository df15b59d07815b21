import { CloudOptimisedError } from '../../errors/index.js';
import type { AppendConfig } from './append-config.js';

type Selection = Pick<AppendConfig, 'includedVariables' | 'excludedVariables'> & {
  /** By name. */
  readonly variables: { keys(): Iterable<string> };
};

/**
 * Names of the variables that the target has: the included ones, or all of the slice and the config, without the excluded ones; in the order
 * of the slice, then of the config. Coordinates do not come by themselves, and excluded names need not be there.
 *
 * @throws CO_CUBE_VARIABLE for included names that neither the slice nor the config has
 */
export function selectVariables(
  config: Selection,
  { uri, variables }: { readonly uri: string; readonly variables: ReadonlyMap<string, unknown> },
): string[] {
  const configured = [...config.variables.keys()].filter((name) => name !== '*');
  const all = [...new Set([...variables.keys(), ...configured])];
  const unknown = config.includedVariables.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    const reason = 'it is neither configured nor contained in the dataset';
    throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable: unknown.toSorted().join("', '"), reason });
  }
  const included =
    config.includedVariables.length > 0 ? all.filter((name) => config.includedVariables.includes(name)) : all;
  return included.filter((name) => !config.excludedVariables.includes(name));
}
