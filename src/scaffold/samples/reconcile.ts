/**
 * Makes one picture of several samples of a dataset.
 *
 * @module
 */
import type { InspectedVariable, Inspection, ValueExtent } from '../../contracts/inspector.js';
import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { attributeToJson } from '../../model/attributes.js';
import { findRoles, type Role, type RoleFinding } from '../../model/cf/roles.js';
import { type Packing, packingOf } from '../../model/cf/unpack.js';
import type { StoredType } from '../../model/data-type.js';
import { joinExtents } from '../../model/inspection/extent.js';
import { widen } from './widen.js';

/** The type that a file stores, and how its numbers are packed. */
export interface StoredNumbers {
  readonly stored: StoredType;
  readonly packing: Packing | undefined;
}

/** A variable as all samples have it. */
export interface SampledVariable extends InspectedVariable {
  /** How many samples have it. */
  readonly presentIn: number;
  /** The types that samples have, where they differ. */
  readonly types: readonly string[];
  /** How samples store it, each way once; none of a column of a table. */
  readonly storages: readonly StoredNumbers[];
  /** Attributes that samples have with different values. */
  readonly disagreeing: readonly string[];
  /** Shapes of all samples that have it. */
  readonly shapes: readonly (readonly number[])[];
  /** Whether samples of the same type have different values of it, though it does not vary in time. */
  readonly isUnsteady: boolean;
}

/** What the samples of a dataset are. */
export interface Samples {
  readonly inspections: readonly Inspection[];
  /** `netcdf`, `zarr`, `geotiff`, `csv`, `parquet`. */
  readonly family: string;
  /** Lengths of each dimension in the samples that have it. */
  readonly dimensions: ReadonlyMap<string, readonly number[]>;
  readonly variables: ReadonlyMap<string, SampledVariable>;
  /** Attributes that all samples have with the same value. */
  readonly attributes: Attributes;
  /** Those that differ, or that some lack. */
  readonly varying: ReadonlySet<string>;
  readonly roles: ReadonlyMap<Role, RoleFinding>;
}

/** The family of a format: NetCDF-3 and NetCDF-4 files of one archive belong together. */
export function familyOf(format: string): string {
  return format === 'netcdf3' || format === 'hdf5' ? 'netcdf' : format;
}

/** Variables in the order of the first sample that has them; of samples of one family. */
export function reconcile(inspections: readonly Inspection[]): Samples {
  const names = new Set(inspections.flatMap(({ variables }) => variables.map(({ name }) => name)));
  const variables = new Map([...names].map((name) => [name, sampled(name, inspections)]));
  const { common, varying } = shared(inspections.map(({ attributes }) => attributes));
  return {
    inspections,
    family: familyOf(inspections[0]?.format ?? ''),
    dimensions: lengthsOf(inspections),
    variables,
    attributes: common,
    varying,
    roles: findRoles(variables.values()),
  };
}

function sampled(name: string, inspections: readonly Inspection[]): SampledVariable {
  const found = inspections.flatMap(({ variables }) => variables.filter((variable) => variable.name === name));
  const [first] = found as [InspectedVariable, ...InspectedVariable[]];
  const widest = found.reduce((best, one) => (one.dimensions.length > best.dimensions.length ? one : best));
  const { varying } = shared(found.map(({ attributes }) => attributes));
  const attributes = new Map(found.toReversed().flatMap((variable) => [...variable.attributes]));
  return {
    name,
    type: found.map(typeOf).reduce((one, other) => widen(one, other, found.every(isSmall))),
    stored: first.stored,
    dimensions: widest.dimensions,
    shape: widest.shape,
    chunkShape: widest.chunkShape,
    attributes: new Map([...first.attributes, ...[...attributes].filter(([key]) => !first.attributes.has(key))]),
    extent: found.reduce<ValueExtent | undefined>((sum, { extent }) => joinExtents(sum, extent), undefined),
    isList: found.some(({ isList }) => isList),
    presentIn: found.length,
    types: [...new Set(found.map(({ type }) => type))],
    storages: storagesOf(found),
    disagreeing: [...varying].filter((key) => found.every((variable) => variable.attributes.has(key))),
    shapes: found.map(({ shape }) => shape),
    isUnsteady: new Set(found.flatMap(({ digest }) => digest ?? [])).size > 1,
  };
}

function storagesOf(found: readonly InspectedVariable[]): StoredNumbers[] {
  const all = found.flatMap(({ stored, attributes }) => (stored ? [{ stored, packing: packingOf(attributes) }] : []));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function typeOf({ type }: InspectedVariable) {
  return type;
}

function isSmall({ extent }: InspectedVariable): boolean {
  if (!extent) return false;
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return [extent.least, extent.greatest].every((value) => value <= most && value >= -most);
}

function shared(all: readonly Attributes[]): { common: Attributes; varying: Set<string> } {
  const [first = new Map<string, AttributeValue>()] = all;
  const names = new Set(all.flatMap((attributes) => [...attributes.keys()]));
  const text = (value: AttributeValue | undefined) =>
    value === undefined ? '' : JSON.stringify(attributeToJson(value));
  const varying = new Set(
    [...names].filter((name) => new Set(all.map((attributes) => text(attributes.get(name)))).size > 1),
  );
  return { common: new Map([...first].filter(([name]) => !varying.has(name))), varying };
}

function lengthsOf(inspections: readonly Inspection[]): Map<string, number[]> {
  const lengths = new Map<string, number[]>();
  for (const { dimensions } of inspections)
    for (const [name, length] of dimensions) lengths.set(name, [...(lengths.get(name) ?? []), length]);
  return lengths;
}
