import type { JsonSchema } from './generate-config-types.mjs';

export function readRegistrySchema(kind: 'entry' | 'settings'): JsonSchema;
/** Path and text of each generated file. */
export function renderRegistry(): Promise<Record<string, string>>;
