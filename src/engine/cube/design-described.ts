import { weightOf } from '../../model/cf/attribute-weight.js';
import type { JsonAttributes, ZarrType } from '../../model/zarr/array.js';
import { isSameValue, ofArray } from '../../model/zarr/attribute-value.js';

/**
 * Attributes with those that describe put over them. What values are read by stays, and what people understand them by where it is there:
 * the rules by which the metadata of an existing cube follows its config.
 *
 * @param described attributes that are asked for; `null` asks for nothing
 */
export function withDescribed(attributes: JsonAttributes, described: JsonAttributes, type: ZarrType): JsonAttributes {
  const packed = attributes.scale_factor !== undefined || attributes.add_offset !== undefined;
  const taken = Object.entries(described).flatMap(([attribute, asked]) => {
    const stored = attributes[attribute];
    if (asked === null || asked === undefined || isSameValue(stored, asked)) return [];
    if (weightOf({ attribute, stored, asked, packed }) !== 'description') return [];
    return [[attribute, ofArray({ attribute, asked, stored, type })] as const];
  });
  return { ...attributes, ...Object.fromEntries(taken) };
}
