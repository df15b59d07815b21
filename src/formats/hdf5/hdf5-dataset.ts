import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes } from '../../model/attributes.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import { type AttributeReading, readAttributes } from './attribute-reading.js';
import { isBookkeeping, readScaleNotes } from './dimension-scale.js';
import { type DimensionNames, type NotedDataset, type NotedGroup, nameDimensions, nameOf } from './dimensions.js';
import type { Hdf5File } from './hdf5-file.js';
import type { Hdf5Objects } from './hdf5-objects.js';
import { Hdf5Variable, type VariableParts } from './hdf5-variable.js';
import { listGroups } from './object-tree.js';

/** An opened HDF5 or NetCDF-4 file. Attributes of a group other than the root are named `group/name`. */
export class Hdf5Dataset implements Dataset {
  readonly kind = 'dataset';
  readonly uri: string;
  readonly dimensions: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly #attributes: AttributeReading;
  #close: (() => Promise<void>) | undefined;

  /** Reads all metadata of `file` from `objects`. @throws CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED, and what `objects` throws */
  constructor(file: Hdf5File, objects: Hdf5Objects, close: () => Promise<void>) {
    const groups = listGroups(objects).map(({ path, datasets }) => ({
      path,
      datasets: datasets.map((dataset) => ({ ...dataset, notes: readScaleNotes(objects, dataset) })),
    }));
    const datasets = groups.flatMap((group) => group.datasets);
    const names = nameDimensions(objects, groups);
    this.uri = file.uri;
    this.dimensions = measureDimensions(file.uri, datasets, names);
    this.variables = createVariables({ file, objects }, datasets, names, this.dimensions);
    this.#attributes = readGlobalAttributes(objects, groups);
    this.#close = close;
  }

  /** @throws CO_FILE_UNSUPPORTED where one of them is neither text nor numbers */
  get attributes(): Attributes {
    return this.#attributes();
  }

  async close(): Promise<void> {
    const close = this.#close;
    this.#close = undefined;
    await close?.();
  }
}

/** Lengths in the order of first use; dimensions that no variable uses come last. */
function measureDimensions(uri: string, datasets: readonly NotedDataset[], names: DimensionNames): Map<string, number> {
  const lengths = new Map<string, number>();
  const bareLast = [...datasets.filter(({ notes }) => !notes.isBare), ...datasets.filter(({ notes }) => notes.isBare)];
  for (const { path, metadata } of bareLast) {
    names.get(path)?.forEach((name, axis) => {
      lengths.set(name, Math.max(lengths.get(name) ?? 0, metadata.shape?.[axis] ?? 0));
    });
  }
  for (const dataset of datasets) checkLengths(uri, dataset, names.get(dataset.path) ?? [], lengths);
  return lengths;
}

/** Only along an unlimited dimension may a variable have been written less far than others. */
function checkLengths(
  uri: string,
  dataset: NotedDataset,
  names: readonly string[],
  lengths: Map<string, number>,
): void {
  names.forEach((name, axis) => {
    const length = dataset.metadata.shape?.[axis] ?? 0;
    const limit = dataset.metadata.maxshape?.[axis] ?? length;
    const wanted = lengths.get(name) ?? 0;
    if (length === wanted || limit >= wanted) return;
    const reason = `axis ${axis} of variable '${nameOf(dataset.path)}' has length ${length}, its dimension '${name}' ${wanted}`;
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason });
  });
}

function createVariables(
  source: Pick<VariableParts, 'file' | 'objects'>,
  datasets: readonly NotedDataset[],
  names: DimensionNames,
  lengths: ReadonlyMap<string, number>,
): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const dataset of datasets) {
    if (dataset.notes.isBare) continue;
    const name = variables.has(nameOf(dataset.path)) ? dataset.path.slice(1) : nameOf(dataset.path);
    const dimensions = names.get(dataset.path) ?? [];
    const shape = dimensions.map((dimension) => lengths.get(dimension) ?? 0);
    const own = { path: dataset.path, names: dataset.notes.attributeNames, prefix: '' };
    const attributes = readAttributes(source.objects, [own]);
    variables.set(name, new Hdf5Variable({ ...source, name, dataset, dimensions, shape, attributes }));
  }
  return variables;
}

function readGlobalAttributes(objects: Hdf5Objects, groups: readonly NotedGroup[]): AttributeReading {
  const sources = groups.map(({ path }) => ({
    path: `/${path}`,
    names: objects.attributeNames(`/${path}`).filter((name) => !isBookkeeping(name, false)),
    prefix: path === '' ? '' : `${path}/`,
  }));
  return readAttributes(objects, sources);
}
