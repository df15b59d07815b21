import { isObject, type Json } from '../../config/json.js';

/** What stands for `{name}`, `{title}`, `{uuid}` and `{format}` in texts of the settings. */
export interface TemplateValues {
  readonly name: string;
  readonly format: string;
  readonly title: string | undefined;
  readonly uuid: string | undefined;
}

/** A value with its texts filled in; `undefined` where one of them needs what is not known. */
export function fillTemplate(value: Json, values: TemplateValues): Json | undefined {
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return whole(value.map((item) => fillTemplate(item, values)));
  if (!isObject(value)) return value;
  const items = whole(Object.values(value).map((item) => fillTemplate(item, values)));
  return items && Object.fromEntries(Object.keys(value).map((key, at) => [key, items[at] as Json]));
}

/** A text with its names filled in; `undefined` where one of them is not known. */
export function fillText(text: string, values: TemplateValues): string | undefined {
  const needed = [...text.matchAll(NAMES)].map(([, name]) => values[name as keyof TemplateValues]);
  if (needed.includes(undefined)) return undefined;
  return text.replace(NAMES, (_, name: keyof TemplateValues) => String(values[name]));
}

const NAMES = /\{(name|title|uuid|format)\}/g;

function whole(items: readonly (Json | undefined)[]): readonly Json[] | undefined {
  return items.includes(undefined) ? undefined : (items as readonly Json[]);
}
