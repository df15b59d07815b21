import type { JsonObject } from '../../config/json.js';

/** An attribute's text with expressions. */
export interface Template {
  readonly text: string;
}

export function templatesIn(_attributes: JsonObject): Map<string, Template> {
  return new Map();
}
