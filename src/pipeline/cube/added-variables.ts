import { type AttributeValue, attributeToJson } from '../../model/attributes.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { SourceContext } from '../handler.js';
import type { AddedVariable, CubePlan } from './cube-plan.js';
import { memoryVariable, withMore } from './derive-dataset.js';

/** The dataset with the variables of `add_variables`, and with `filename`: what a file tells outside its variables. */
export function withAdded(dataset: Dataset, plan: CubePlan, context: SourceContext): Dataset {
  const added = plan.added
    .filter(({ dimension }) => dataset.dimensions.has(dimension))
    .map((entry) => addedVariable(entry, dataset, context));
  return withMore(dataset, ...added);
}

function addedVariable(entry: AddedVariable, dataset: Dataset, context: SourceContext): Variable {
  const { name, dimension } = entry;
  const length = dataset.dimensions.get(dimension) ?? 0;
  const text = textFor(entry, dataset, context);
  const attributes = new Map<string, AttributeValue>(
    Object.entries(entry.attributes).map(([key, value]) => [key, asText(value)]),
  );
  const outline = { name, type: 'string', dimensions: [dimension], shape: [length], attributes } as const;
  return memoryVariable(outline, new Array<string>(length).fill(text));
}

function textFor({ name, source, fill }: AddedVariable, dataset: Dataset, context: SourceContext): string {
  if (source === '@filename') return context.source.name;
  const attribute = source.slice(source.indexOf(':') + 1);
  const value = dataset.attributes.get(attribute);
  if (value !== undefined) return asText(attributeToJson(value));
  context.report.warn(`no global attribute '${attribute}' for variable '${name}'`);
  return typeof fill === 'string' ? fill : '';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
