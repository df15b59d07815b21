import type { Attributes, AttributeValue } from '../attributes.js';
import { attributeText } from '../attributes.js';
import { checkRegion, type Dataset, type Region, sizeOf, type Variable } from '../dataset.js';
import type { CodedColumn } from '../table/column.js';
import { decodeCells, textDimensions } from './text.js';

/**
 * The same dataset with its arrays of chars as arrays of texts, without the dimension that is the texts' length (which goes, see
 * {@link textDimensions}); chars without one are texts of one char. NULs at a text's end are no part of it, spaces are. `_Encoding` goes,
 * and so does a `_FillValue` of NUL: empty texts stand for themselves.
 */
export function joinTexts(dataset: Dataset): Dataset {
  const variables = [...dataset.variables.values()];
  if (variables.every(({ type }) => type !== 'char')) return dataset;
  const lengths = textDimensions(dataset);
  return {
    kind: 'dataset',
    uri: dataset.uri,
    dimensions: new Map([...dataset.dimensions].filter(([name]) => !lengths.has(name))),
    variables: new Map(variables.map((variable) => [variable.name, joinVariable(variable, lengths)])),
    attributes: dataset.attributes,
    close: () => dataset.close(),
  };
}

function joinVariable(variable: Variable, lengths: ReadonlySet<string>): Variable {
  if (variable.type !== 'char') return variable;
  const last = variable.dimensions.at(-1);
  const rank = variable.dimensions.length - (last !== undefined && lengths.has(last) ? 1 : 0);
  const joined = {
    name: variable.name,
    dimensions: variable.dimensions.slice(0, rank),
    shape: variable.shape.slice(0, rank),
  };
  return {
    ...joined,
    type: 'string',
    attributes: textAttributes(variable.attributes),
    chunkShape: variable.chunkShape?.slice(0, rank),
    read: (region) => readTexts(variable, joined, region),
  };
}

function textAttributes(attributes: Attributes): Attributes {
  const kept = new Map<string, AttributeValue>(attributes);
  kept.delete('_Encoding');
  const fill = attributeText(attributes, '_FillValue')?.replace(/\0+$/, '');
  if (fill) kept.set('_FillValue', fill);
  else kept.delete('_FillValue');
  return kept;
}

async function readTexts(
  variable: Variable,
  joined: Pick<Variable, 'name' | 'shape'>,
  region: Region | undefined,
): Promise<readonly string[]> {
  if (region) checkRegion(joined, region);
  const width = variable.shape[joined.shape.length] ?? 1;
  const rows = sizeOf(region?.count ?? joined.shape);
  const isJoined = variable.shape.length > joined.shape.length;
  const box = region && isJoined ? { start: [...region.start, 0], count: [...region.count, width] } : region;
  const bytes = (await variable.read(box)) as Uint8Array;
  if (width === 0) return new Array<string>(rows).fill('');
  return textsOf(decodeCells(bytes, width, rows, { encoding: attributeText(variable.attributes, '_Encoding') }));
}

function textsOf({ categories, codes }: CodedColumn): string[] {
  return Array.from(codes, (code) => categories[code] as string);
}
