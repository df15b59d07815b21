import { CloudOptimisedError } from '../../errors/index.js';
import type { AppendConfig } from './append-config.js';

/**
 * Checks the dimensions of a slice or of an existing target: that of appending must be there, and `fixed_dims` have their lengths.
 *
 * @throws CO_CUBE_DIMENSION
 */
export function checkDimensions(
  { appendDimension, fixedDimensions }: Pick<AppendConfig, 'appendDimension' | 'fixedDimensions'>,
  { uri, dimensions }: { readonly uri: string; readonly dimensions: ReadonlyMap<string, number> },
): void {
  const refuse = (dimension: string, expected: number | string) => {
    const found = dimensions.get(dimension) ?? 'none';
    throw new CloudOptimisedError('CO_CUBE_DIMENSION', { uri, dimension, expected, found });
  };
  if (!dimensions.has(appendDimension)) refuse(appendDimension, 'any, as the append dimension');
  for (const [name, length] of fixedDimensions) if (dimensions.get(name) !== length) refuse(name, length);
}
