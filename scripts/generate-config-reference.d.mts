import type { JsonSchema } from './generate-config-types.mjs';

export function renderReference(schema?: JsonSchema): string;
