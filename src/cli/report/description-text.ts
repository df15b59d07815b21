import type { DatasetDescription, VariableDescription } from '../../contracts/published-dataset.js';
import { type Attributes, attributeText, attributeToJson } from '../../model/attributes.js';
import { momentText } from '../../query/moment-text.js';
import { counted } from './counted.js';

/** A description as JSON can hold it: attributes as objects, times as ISO 8601. */
export function descriptionJson(description: DatasetDescription): Record<string, unknown> {
  const { attributes, variables, roles, temporalExtent: times, ...rest } = description;
  return {
    ...rest,
    roles: Object.fromEntries(roles),
    ...(times && { temporalExtent: timesOf(times) }),
    attributes: plain(attributes),
    variables: variables.map((variable) => ({ ...variable, attributes: plain(variable.attributes) })),
  };
}

/** A description for a person. */
export function descriptionLines(description: DatasetDescription): string[] {
  const { name, format, uri, rows, attributes, variables, partitions } = description;
  const title = attributeText(attributes, 'title');
  return [
    `${name} (${format})${title === undefined ? '' : `: ${title}`}`,
    `  ${uri}`,
    ...(rows === undefined ? [] : [`  ${counted(rows, 'row')}`]),
    ...extentLines(description),
    ...(partitions.length > 0 ? [`  partitions: ${partitions.join(', ')}`] : []),
    `  ${[...description.roles].map(([role, variable]) => `${role}: ${variable}`).join(', ')}`,
    '',
    ...aligned(variables.map(cellsOf)),
  ];
}

function extentLines(description: DatasetDescription): string[] {
  const { temporalExtent: times, spatialExtent: box, temporalExtentFrom, spatialExtentFrom } = description;
  const by = (from: string | undefined) => (from === 'partitions' ? ' (of its partitions)' : '');
  const edges = box && [box.west, box.south, box.east, box.north].map((edge) => Number(edge.toFixed(6))).join(',');
  return [
    ...(times ? [`  time ${timesOf(times).start} to ${timesOf(times).end}${by(temporalExtentFrom)}`] : []),
    ...(edges === undefined ? [] : [`  box ${edges}${by(spatialExtentFrom)}`]),
  ];
}

function timesOf({ start, end }: NonNullable<DatasetDescription['temporalExtent']>) {
  const textOf = (moment: bigint | undefined) => (moment === undefined ? undefined : momentText(moment));
  return { start: textOf(start), end: textOf(end) };
}

function cellsOf({ name, type, dimensions, shape, attributes }: VariableDescription): string[] {
  const axes = dimensions.map((dimension, at) => `${dimension}=${shape[at]}`).join(', ');
  const long = attributeText(attributes, 'long_name') ?? attributeText(attributes, 'standard_name') ?? '';
  return [name, type, ...(axes === '' ? [] : [`(${axes})`]), attributeText(attributes, 'units') ?? '', long];
}

function aligned(lines: readonly string[][]): string[] {
  const count = Math.max(0, ...lines.map((cells) => cells.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines.map((cells) => `  ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join('  ')}`.trimEnd());
}

function plain(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([key, value]) => [key, attributeToJson(value)]));
}
