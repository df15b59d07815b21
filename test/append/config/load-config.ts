import { type AppendConfigOptions, type ConfigLike, loadAppendConfig } from '../../../src/append/config/index.js';
import { isCoded } from '../../../src/errors/index.js';

/** Loads a config, with files by their address. */
export const load = (
  config: unknown,
  files: Readonly<Record<string, string>> = {},
  options: Partial<AppendConfigOptions> = {},
) => loadAppendConfig(config as ConfigLike, { readText: async (uri) => files[uri], ...options });

/** What is wrong with a config: `path: message` for each problem, or the code of another error. */
export async function problemsOf(config: unknown): Promise<string[]> {
  try {
    await load(config);
    return [];
  } catch (error) {
    if (isCoded(error, 'CO_APPEND_CONFIG_INVALID')) {
      const { problems } = error.fields as { problems: readonly { path: string; message: string }[] };
      return problems.map(({ path, message }) => `${path}: ${message}`);
    }
    if (isCoded(error)) return [error.code];
    throw error;
  }
}
