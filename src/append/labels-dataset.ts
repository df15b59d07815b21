import type { NumericArray, StoredArray, StoredType } from '../model/data-type.js';
import type { Dataset, Variable } from '../model/dataset.js';

/** A dataset of nothing but the labels of a coordinate, as the cube stores them: what fills gaps. */
export function labelsDataset(name: string, dimension: string, labels: StoredArray): Dataset {
  const variable: Variable = {
    name,
    type: typeOf(labels),
    dimensions: [dimension],
    shape: [labels.length],
    attributes: new Map(),
    read: (region) => Promise.resolve(region ? part(labels, region.start[0] ?? 0, region.count[0] ?? 0) : labels),
  };
  return {
    kind: 'dataset',
    uri: 'labels of gaps',
    dimensions: new Map([[dimension, labels.length]]),
    variables: new Map([[name, variable]]),
    attributes: new Map(),
    close: () => Promise.resolve(),
  };
}

function typeOf(labels: StoredArray): StoredType {
  if (Array.isArray(labels)) return 'string';
  return labels.constructor.name
    .replace(/^Big/, '')
    .replace(/Array$/, '')
    .toLowerCase() as StoredType;
}

function part(labels: StoredArray, start: number, count: number): StoredArray {
  return (labels as NumericArray).slice(start, start + count);
}
