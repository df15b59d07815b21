import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSchema } from '../../scripts/generate-config-types.mjs';
import { isObject, type Json, type JsonObject } from '../../src/config/json.js';
import { structureFindings } from '../../src/config/structure.js';
import { CUBE, changed, TABLE } from './sample-config.js';

const validate = new Ajv2020({ strict: true }).compile(readSchema());

const RICH = changed(TABLE, {
  schema_transformation: {
    functions: {
      a: { extract_method: 'path_part', method: { from_end: 2 } },
      b: { extract_method: 'constant', method: { value: 1 } },
      c: { extract_method: 'date_from_columns', method: { date: 'd', time: 'hour' } },
    },
    global_attributes: { delete: ['x'], set: { title: 'y' } },
  },
  parquet: { compression: 'ZSTD', dictionary: ['TEMP'] },
  csv_config: { pandas_read_csv_config: { sep: ';', header: 0 } },
  run_settings: {
    paths: [{ s3_uri: 's3://a/b', filter: ['x'], year_range: [2000] }],
    s3_bucket_opts: { input_data: { bucket: 'a' } },
  },
});
const argo = JSON.parse(readFileSync(new URL('../../dataset-configs/argo.json', import.meta.url), 'utf8'));

/** Every way to a value of a document. */
function ways(value: Json, way: readonly string[] = []): string[][] {
  const here = way.length > 0 ? [[...way]] : [];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, child]) => ways(child as Json, [...way, key]))];
}

/** The document with another value there, without it, or with a further key beside it. */
function mutated(document: JsonObject, way: readonly string[], how: { to: Json } | 'remove' | 'add'): JsonObject {
  const copy = structuredClone(document) as Record<string, Json>;
  const holder = way.slice(0, -1).reduce<Json>((value, key) => (value as JsonObject)[key] as Json, copy) as Record<
    string,
    Json
  >;
  const key = way.at(-1) ?? '';
  if (how === 'remove') delete holder[key];
  else if (how === 'add' && isObject(holder)) holder[`${key}_x`] = 1;
  else if (typeof how === 'object') holder[key] = how.to;
  return copy;
}

it('finds something in a document exactly when the schema does', () => {
  const documents = [RICH, CUBE, argo] as JsonObject[];
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('', 0, -1, 1.5, null, [], {}, [1], true),
  ) as fc.Arbitrary<Json>;
  const how = fc.oneof(
    values.map((to) => ({ to })),
    fc.constant('remove' as const),
    fc.constant('add' as const),
  );
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.nat(), how, (document, nth, change) => {
      const all = ways(document);
      const changedDocument = mutated(document, all[nth % all.length] ?? [], change);
      const valid = validate(changedDocument);
      if (!valid) refused++;
      expect(structureFindings(changedDocument).length > 0, JSON.stringify(validate.errors)).toBe(!valid);
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(300);
});
