import { validateDatasetConfigFile } from '../../src/config/index.js';
import { lookupIn } from './memory-lookup.js';

/** What is wrong with a config, as `pointer: message`, warnings marked. */
export async function problemsOf(config: object, fragment?: boolean): Promise<string[]> {
  const options = { ...lookupIn({ '/here/it.json': config }), fragment };
  const problems = await validateDatasetConfigFile('it.json', options);
  return problems.map(
    ({ pointer, message, severity }) => `${severity === 'warning' ? '(warning) ' : ''}${pointer}: ${message}`,
  );
}
