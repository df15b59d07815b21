/**
 * Attributes whose text the config gives as expressions, evaluated on the cube as it will be.
 *
 * @module
 */
import { attributesOfArray, storedTypeOf } from '../engine/cube/fit-encoding.js';
import { readArray } from '../formats/zarr/index.js';
import { decodeVariable } from '../model/cf/decode-variable.js';
import { isInteger, type StoredArray } from '../model/data-type.js';
import type { Variable } from '../model/dataset.js';
import { type Column, isFixed } from '../model/table/column.js';
import type { Cube, JsonAttributes, ZarrArray } from '../model/zarr/array.js';
import { coordinateOf } from './cube-state.js';
import {
  type ExpressionScope,
  evaluateTemplates,
  type LabelledArray,
  namesIn,
  type ScopeValues,
} from './expressions/index.js';
import { type Label, labelMeaning } from './labels.js';
import type { CommitParts } from './run.js';

/**
 * All attributes of a cube, expressions evaluated: only those of the config, on coordinates that are known, and on arrays whose objects are
 * written by now.
 *
 * @throws CO_EXPRESSION_INVALID, or what reading an array throws
 */
export async function evaluatedAttributes(next: Cube, parts: CommitParts): Promise<JsonAttributes> {
  const { templates } = parts.run.config;
  if (templates.size === 0) return next.attributes;
  const arrays = new Map<string, LabelledArray>();
  for (const name of namesIn(templates.values()).arrays) {
    const array = next.arrays.get(name);
    if (array) arrays.set(name, await loaded(name, array, next, parts));
  }
  const scope: ExpressionScope = {
    array: (name) => arrays.get(name),
    attribute: (name) => next.attributes[name],
    size: (dimension) => sizeIn(next, dimension),
  };
  return { ...next.attributes, ...evaluateTemplates(templates, scope) };
}

function sizeIn({ arrays }: Cube, dimension: string): number | undefined {
  for (const { dimensions, shape } of arrays.values()) {
    const axis = dimensions.indexOf(dimension);
    if (axis >= 0) return shape[axis];
  }
  return undefined;
}

async function loaded(name: string, array: ZarrArray, next: Cube, parts: CommitParts): Promise<LabelledArray> {
  const { dimensions, shape, attributes } = array;
  const isLabels = array === coordinateOf(next, parts.run.config.appendDimension);
  const isPlain = attributes.scale_factor === undefined && attributes.add_offset === undefined;
  if (isLabels && isPlain) return { dimensions, shape, data: labelValues(array, parts) };
  const values = parts.change.grid.get(name) ?? (await readArray(parts.run.shape.places.dataset, name, array));
  return { dimensions, shape, data: await decoded(name, array, values, parts.run.target) };
}

/** Labels one by one as they are asked for: a first and a last one cost the same in cubes of any length. */
function labelValues(array: ZarrArray, { state, change }: CommitParts): ScopeValues {
  const labelAt = labelsAfter(state.labels, change);
  const meaning = labelMeaning(array.attributes);
  const isTime = meaning.moments([]) !== undefined;
  const length = array.shape[0] ?? 0;
  const view = <T>(of: (label: Label) => T) => lazily(length, (row) => of(labelAt(row)));
  if (isTime) return { kind: 'time', values: view((label) => meaning.moments([label])?.[0] ?? null) };
  if (array.type === 'string' || /^[US]\d/.test(array.type)) return { kind: 'text', values: view(String) };
  if (isInteger(array.type)) return { kind: 'integer', values: view((label) => BigInt(label)) };
  return { kind: 'float', values: view(Number) };
}

function labelsAfter(
  before: CommitParts['state']['labels'],
  { placement, labels }: CommitParts['change'],
): (row: number) => Label {
  const [kept, ...more] = placement.kept;
  const stays = more.length === 0 && (kept?.count ?? 0) === before.length && (kept?.to ?? 0) === 0;
  if (!stays) {
    const { all } = before.placed(placement, labels);
    return (row) => all[row] as Label;
  }
  return (row) => {
    if (row < before.length) return before.all[row] as Label;
    for (const { source, runs } of placement.pieces)
      for (const { from, to, count } of runs)
        if (row >= to && row < to + count) return labels.get(source)?.[from + row - to] as Label;
    return Number.NaN;
  };
}

/** Something like an array whose items are made when they are asked for. */
function lazily<T>(length: number, at: (row: number) => T): ArrayLike<T> {
  return new Proxy({ length } as ArrayLike<T>, {
    get: (_, key) =>
      key === 'length' ? length : typeof key === 'string' && /^\d+$/.test(key) ? at(Number(key)) : undefined,
  });
}

async function decoded(name: string, array: ZarrArray, values: StoredArray, uri: string): Promise<ScopeValues> {
  const { dimensions, shape, type } = array;
  const attributes = attributesOfArray(array);
  const variable: Variable = {
    name,
    type: storedTypeOf(type),
    dimensions,
    shape,
    attributes,
    read: async () => values,
  };
  const { column } = await decodeVariable(variable, { uri, textDimensions: new Set() });
  return type === 'bool' ? { kind: 'truth', values: values as ArrayLike<number> } : valuesOf(column);
}

function valuesOf(column: Column): ScopeValues {
  if (!isFixed(column)) {
    const { categories, codes } = column;
    return { kind: 'text', values: Array.from(codes, (code) => (code < 0 ? null : String(categories[code]))) };
  }
  const { type, values, nulls } = column;
  const orNull = <T>(of: (value: number | bigint) => T) =>
    Array.from(values as ArrayLike<number | bigint>, (value, row) => (nulls?.[row] ? null : of(value)));
  if (type === 'timestamp[ns]') return { kind: 'time', values: orNull((value) => value as bigint) };
  if (isInteger(type) && !nulls?.includes(1)) return { kind: 'integer', values: values as ArrayLike<number | bigint> };
  return { kind: 'float', values: orNull(Number).map((value) => value ?? Number.NaN) };
}
