import type { RegistryEntry } from './registry-entry.generated.js';

/** Numbers of YAML 1.2 that are texts in YAML 1.1, and texts that PyYAML, which the registry reads with, cannot read plain. */
const READ_OTHERWISE = /^([-+]?0o[0-7]+|=|<<)$/;

/**
 * An entry as the registry's file `<name>.yaml`, keys in their order. The registry reads YAML 1.1, others 1.2: texts that one of
 * them would take for dates, numbers or truth values are in quotes.
 */
export async function entryYaml(entry: RegistryEntry): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(entry, {
    version: '1.1',
    schema: 'yaml-1.1',
    // `<<` is a text here, not the key that merges.
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'),
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && READ_OTHERWISE.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, indentSeq: false });
}
