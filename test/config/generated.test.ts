import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderReference } from '../../scripts/generate-config-reference.mjs';
import { type JsonSchema, readSchema, renderConfigTypes } from '../../scripts/generate-config-types.mjs';
import { columnType, schemaTypeNames } from '../../src/model/table/schema-types.js';

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('what is generated from the schema (npm run generate)', () => {
  it('is fresh: types and validator', async () => {
    for (const [path, text] of Object.entries(await renderConfigTypes())) expect(committed(path), path).toBe(text);
  });

  it('is fresh: the reference page', () => {
    expect(committed('docs/reference/dataset-config.md')).toBe(renderReference());
  });

  it('would be stale after a change of the schema', async () => {
    const changed = structuredClone(readSchema()) as { properties: Record<string, unknown> };
    changed.properties.colour = { type: 'string', description: 'Its colour.' };
    const files = await renderConfigTypes(changed as unknown as JsonSchema);
    for (const [path, text] of Object.entries(files)) expect(committed(path), path).not.toBe(text);
    expect(renderReference(changed as unknown as JsonSchema)).toContain('Its colour.');
  });

  it('needs nothing of Ajv when it runs', () => {
    expect(committed('src/config/validate-structure.generated.ts')).not.toMatch(/\brequire\(|^import /m);
  });
});

describe('the schema', () => {
  it('compiles in strict mode', () => {
    expect(() => new Ajv2020({ strict: true }).compile(readSchema())).not.toThrow();
  });

  it('describes every key', () => {
    expect(undescribed(readSchema(), '#')).toEqual([]);
  });

  it('names every type that a column may have', () => {
    const text = JSON.stringify(readSchema());
    for (const name of schemaTypeNames.filter((known) => !ALSO_KNOWN.includes(known) && !/\d$/.test(known))) {
      expect(text, name).toContain(`\`${name}\``);
      expect(columnType(name)).toBeDefined();
    }
  });
});

/** Other names of types that are described. */
const ALSO_KNOWN = ['binary', 'duration[ns]', 'list<string>'];

/** Pointers of the properties and definitions without a description, of their own or of what they refer to. */
function undescribed(schema: JsonSchema, at: string): string[] {
  const { properties = {}, $defs = {} } = schema as Readonly<Record<string, Record<string, JsonSchema>>>;
  return Object.entries({ ...properties, ...$defs }).flatMap(([key, value]) => {
    const described = typeof value.description === 'string' || typeof value.$ref === 'string';
    return [...(described ? [] : [`${at}/${key}`]), ...undescribed(value, `${at}/${key}`)];
  });
}
