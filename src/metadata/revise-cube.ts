/**
 * The attributes of a cube as its config wants them. Its values, types, chunks and fill values stay.
 *
 * @module
 */
import type { Cube, JsonAttributes, ZarrArray } from '../model/zarr/array.js';
import type { Accepted, AttributeChange, LeftAlone } from './attribute-change.js';
import { asStored, isSameValue } from './attribute-value.js';
import { changeOf, decide, lacking, leftAlone } from './decide.js';

/** What a config wants of the metadata of a cube. */
export interface WantedCubeMetadata {
  /** Attributes by variable. Others that an array has stay. */
  readonly variables: ReadonlyMap<string, JsonAttributes>;
  /** Global attributes that go. */
  readonly deleted: ReadonlySet<string>;
  /** Global attributes that are set. */
  readonly set: JsonAttributes;
  /** In what an array is laid out otherwise than the config wants. */
  readonly layoutDifferences: (name: string, array: ZarrArray) => readonly LayoutDifference[];
}

/** A part of an array's layout. */
export interface LayoutDifference {
  readonly attribute: string;
  readonly stored: unknown;
  readonly asked: unknown;
}

/** A cube as its config wants it, and what that takes. */
export interface RevisedCube {
  readonly next: Cube;
  readonly changes: readonly AttributeChange[];
  readonly left: readonly LeftAlone[];
}

/** Revises a cube's attributes; `next` is `cube` itself, but for what changes. */
export function reviseCube(cube: Cube, wanted: WantedCubeMetadata, accepted: Accepted): RevisedCube {
  const changes: AttributeChange[] = [];
  const left: LeftAlone[] = [];
  const arrays = new Map(cube.arrays);
  for (const [name, attributes] of wanted.variables) {
    const array = cube.arrays.get(name);
    if (!array) left.push(lacking(name));
    else arrays.set(name, reviseArray(name, array, attributes, { accepted, changes, left }));
  }
  for (const [name, array] of cube.arrays)
    for (const found of wanted.layoutDifferences(name, array))
      left.push(leftAlone({ variable: name, ...found }, 'fixed'));
  const attributes = reviseGlobal(cube.attributes, wanted, changes);
  return { next: { ...cube, attributes, arrays }, changes, left };
}

interface Found {
  readonly accepted: Accepted;
  readonly changes: AttributeChange[];
  readonly left: LeftAlone[];
}

function reviseArray(name: string, array: ZarrArray, wanted: JsonAttributes, found: Found): ZarrArray {
  const attributes: Record<string, unknown> = { ...array.attributes };
  const packed = attributes.scale_factor !== undefined || attributes.add_offset !== undefined;
  for (const [attribute, asked] of Object.entries(wanted)) {
    if (asked === null || asked === undefined) continue;
    const stored = attribute === '_FillValue' && array.masked ? array.fillValue : attributes[attribute];
    const decision = decide({ variable: name, attribute, stored, asked, packed }, found.accepted);
    if (!decision) continue;
    if ('left' in decision) found.left.push(decision.left);
    else {
      found.changes.push(decision.change);
      attributes[attribute] = asStored(asked, stored ?? likeValues(array, attribute));
    }
  }
  return { ...array, attributes };
}

/** Limits are of the type of the values (CF 2.5.1): `60.0` for an array of floats. */
function likeValues({ type }: ZarrArray, attribute: string): Float64Array | undefined {
  return /^float/.test(type) && /^valid_(min|max|range)$/.test(attribute) ? Float64Array.of(0) : undefined;
}

/** What is set stays where it is, or comes last. */
function reviseGlobal(
  stored: JsonAttributes,
  { deleted, set }: WantedCubeMetadata,
  changes: AttributeChange[],
): JsonAttributes {
  const attributes: Record<string, unknown> = { ...stored };
  for (const attribute of deleted) {
    if (!Object.hasOwn(attributes, attribute) || Object.hasOwn(set, attribute)) continue;
    changes.push(changeOf(null, attribute, attributes[attribute], undefined));
    delete attributes[attribute];
  }
  for (const [attribute, asked] of Object.entries(set)) {
    if (isSameValue(attributes[attribute], asked)) continue;
    changes.push(changeOf(null, attribute, attributes[attribute], asked));
    attributes[attribute] = asStored(asked, attributes[attribute]);
  }
  return attributes;
}
