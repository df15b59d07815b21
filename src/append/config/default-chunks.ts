import type { SourceOutline, VariableOutline } from '../../engine/cube/outline.js';
import type { AppendConfig, LevelsSettings } from './append-config.js';

/**
 * Chunks that are not configured, of what is no coordinate that lies in one chunk: tiles where the target has levels; else they follow the
 * slice, and where it does not tell have its own length along the append dimension. `undefined` leaves them to the engine.
 */
export function defaultChunks(
  variable: VariableOutline | undefined,
  { appendDimension, levels }: Pick<AppendConfig, 'appendDimension' | 'levels'>,
  first: Pick<SourceOutline, 'dimensions'>,
): readonly (number | null)[] | undefined {
  if (!variable) return undefined;
  const length = first.dimensions.get(appendDimension) ?? 1;
  if (variable.name === appendDimension) return [length];
  const tiles = levels && tileChunks(variable, levels, appendDimension);
  if (tiles) return tiles;
  if (variable.chunkShape) return undefined;
  const isOfLabels = variable.dimensions.length === 1 && variable.dimensions[0] === appendDimension;
  return isOfLabels ? [length] : undefined;
}

/** Tiles of one step each; variables that are not over both horizontal dimensions lie in one chunk. */
function tileChunks(
  { dimensions }: VariableOutline,
  { tile, dimensions: named }: LevelsSettings,
  appendDimension: string,
): readonly (number | null)[] | undefined {
  const [y, x] = [named?.y ?? dimensions.at(-2), named?.x ?? dimensions.at(-1)];
  const isTiled =
    dimensions.length >= 2 && x !== undefined && y !== undefined && dimensions.includes(x) && dimensions.includes(y);
  if (!isTiled) return dimensions.includes(appendDimension) ? undefined : dimensions.map(() => null);
  const lengths: Readonly<Record<string, number>> = {
    [appendDimension]: 1,
    [y]: tile?.height ?? 0,
    [x]: tile?.width ?? 0,
  };
  return tile && dimensions.map((dimension) => lengths[dimension] ?? null);
}
