import type { VariableOutline } from '../../engine/cube/outline.js';
import { attributeText } from '../../model/attributes.js';

/**
 * Names of the coordinates among variables: those named like a dimension of their own, those that a `coordinates` attribute names, and
 * their bounds.
 */
export function coordinateNames(variables: ReadonlyMap<string, VariableOutline>): Set<string> {
  const names = new Set<string>();
  for (const { name, dimensions, attributes } of variables.values()) {
    if (dimensions.length === 1 && dimensions[0] === name) names.add(name);
    for (const named of wordsOf(attributeText(attributes, 'coordinates'))) names.add(named);
  }
  for (const name of [...names]) {
    const attributes = variables.get(name)?.attributes ?? new Map();
    for (const key of ['bounds', 'climatology'])
      for (const named of wordsOf(attributeText(attributes, key))) names.add(named);
  }
  return names;
}

function wordsOf(text: string | undefined): string[] {
  return text?.split(/\s+/).filter((word) => word !== '') ?? [];
}
