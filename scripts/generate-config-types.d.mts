export type JsonSchema = Readonly<Record<string, unknown>>;

export function readSchema(): JsonSchema;
/** Path and text of each generated file. */
export function renderConfigTypes(schema?: JsonSchema): Promise<Record<string, string>>;
