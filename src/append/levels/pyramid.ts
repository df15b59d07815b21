/**
 * Multi-level datasets: a folder with one cube for each level (`0.zarr`, `1.zarr`, …) and the file `.zlevels`, as xcube has them.
 *
 * The folder is one Zarr group with the levels as groups in it, so that one transaction is of all of them: its journal, and its root
 * document. Readers open single levels; the documents that tell of these follow the root document in the same commit.
 *
 * @module
 */
import type { Companion } from '../../contracts/cube-store.js';
import { ZarrCubeStore } from '../../engine/cube-store/zarr-cube-store.js';
import { getJson } from '../../engine/json-object.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { cubeDocuments } from '../../formats/zarr/index.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { withRoot } from '../../storage/index.js';
import type { AggregationMethod, AppendConfig } from '../config/append-config.js';
import type { CubePlaces } from '../cube-state.js';
import type { TargetShape } from '../target-shape.js';
import { countOf, levelOf, type PyramidPlan } from './level-plan.js';
import { nameInLevel } from './pyramid-dataset.js';

const SETTINGS = '.zlevels';
const LEVEL = /^(\d+)\.zarr\//;

/** What `.zlevels` tells. */
interface SettingsDocument {
  readonly version: string;
  readonly num_levels: number;
  readonly agg_methods?: string | Readonly<Record<string, string>> | null;
  readonly use_saved_levels?: boolean;
}

/** How the pyramid at a place is made: as its `.zlevels` tells, or else the config; `undefined` where it is none. */
export async function pyramidPlanOf(config: AppendConfig, { dataset }: CubePlaces): Promise<PyramidPlan | undefined> {
  const { levels } = config;
  if (levels?.linkLevelZero) {
    const reason = 'link_level_zero is not supported: slices are stored at full resolution';
    throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array: 'levels', reason });
  }
  const there = config.forceNew && levels ? undefined : await getJson<SettingsDocument>(dataset, SETTINGS);
  if (!there && !levels) return undefined;
  const tile = levels?.tile;
  return {
    count: there?.num_levels ?? levels?.count,
    x: levels?.dimensions?.x,
    y: levels?.dimensions?.y,
    tile: tile && [tile.width, tile.height],
    aggregation: there ? methodsOf(there) : Object.fromEntries(levels?.aggregation ?? []),
    fromPrevious: there?.use_saved_levels ?? levels?.fromPrevious ?? false,
  };
}

function methodsOf({ agg_methods: methods }: SettingsDocument): PyramidPlan['aggregation'] {
  const named = typeof methods === 'string' ? { '*': methods } : (methods ?? {});
  return named as Record<string, AggregationMethod>;
}

/** A pyramid as the target of an append. */
export function pyramidShape(plan: PyramidPlan, { dataset, ledger }: CubePlaces, uri: string): TargetShape {
  return {
    places: { dataset: withRoot(dataset, '0.zarr/'), ledger },
    store: (lock) => new ZarrCubeStore({ dataset, ledger, uri, lock }),
    view: (stored) => levelView(stored, 0),
    stored: (view) => storedPyramid(plan, view),
    source: ({ variables }, stored) => ({
      variables: new Map(
        [...stored.arrays.keys()].flatMap((name) => {
          const variable = variables.get(name.replace(LEVEL, ''));
          return variable
            ? [[name, name.startsWith('0.') ? variable : { dimensions: variable.dimensions }] as const]
            : [];
        }),
      ),
    }),
    companions: (stored) => companionsOf(plan, stored),
  };
}

/** One level of a stored pyramid, as a cube of its own. */
function levelView({ format, consolidated, attributes, arrays }: Cube, level: number): Cube {
  const own = [...arrays].flatMap(([name, array]): [string, ZarrArray][] =>
    name.startsWith(`${level}.zarr/`) ? [[name.replace(LEVEL, ''), array]] : [],
  );
  return { format, consolidated, attributes, arrays: new Map(own) };
}

function storedPyramid(plan: PyramidPlan, view: Cube): Cube {
  const arrays = new Map<string, ZarrArray>();
  for (let level = 0; level < countOf(plan, view); level++)
    for (const { name, array } of levelOf(plan, view, level)) arrays.set(nameInLevel(level, name), array);
  return { ...view, arrays };
}

/** The documents by which readers know single levels, and `.zlevels`. */
function companionsOf(plan: PyramidPlan, stored: Cube): Companion[] {
  const count = 1 + Math.max(...[...stored.arrays.keys()].map((name) => Number(LEVEL.exec(name)?.[1] ?? 0)));
  const settings = {
    version: '1.0',
    num_levels: count,
    agg_methods: Object.keys(plan.aggregation).length > 0 ? plan.aggregation : null,
    use_saved_levels: plan.fromPrevious,
  };
  const text = JSON.stringify(settings, null, 2);
  const levels = Array.from({ length: count }, (_, level) => levelDocuments(level, levelView(stored, level)));
  return [...levels.flat(), { key: SETTINGS, document: settings, text, inDataset: true }];
}

/** Those of the group; those of its arrays are documents of the pyramid as well. */
function levelDocuments(level: number, cube: Cube): Companion[] {
  const { root, rest } = cubeDocuments(cube);
  const decoder = new TextDecoder();
  return [...rest, root]
    .filter(({ key }) => !key.includes('/'))
    .map(({ key, data }) => {
      const text = decoder.decode(data);
      return { key: nameInLevel(level, key), document: undefined, text, inDataset: true };
    });
}
