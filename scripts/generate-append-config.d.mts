import type { JsonSchema } from './generate-config-types.mjs';

export function readAppendSchema(): JsonSchema;
/** Path and text of each generated file. */
export function renderAppendConfig(schema?: JsonSchema): Promise<Record<string, string>>;
