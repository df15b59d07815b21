import type { RegistryEntry } from './registry-entry.generated.js';

/**
 * An entry as the registry's file `<name>.yaml`, keys in their order. The registry reads YAML 1.1, so texts that it would take for
 * dates, numbers or truth values are in quotes.
 */
export async function entryYaml(entry: RegistryEntry): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(entry, {
    version: '1.1',
    schema: 'yaml-1.1',
    lineWidth: 0,
    indentSeq: false,
    aliasDuplicateObjects: false,
  });
}
