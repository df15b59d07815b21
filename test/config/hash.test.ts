import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashDocument } from '../../src/config/hash.js';
import type { Json, JsonObject } from '../../src/config/json.js';
import { changed, TABLE } from './sample-config.js';

const hash = (document: object) => hashDocument(document as JsonObject);

/** The same values, the keys of every object the other way round, but for variables. */
function reversed(value: Json, key = ''): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, reversed(item as Json, name)]);
  return Object.fromEntries(key === 'schema' || key === 'add_variables' ? entries : entries.reverse());
}

describe('the hash of a config', () => {
  it.each([
    ['paths', { run_settings: { paths: [{ s3_uri: 'x' }], batch_size: 3 } }],
    ['the registry entry', { aws_opendata_registry: { Name: 'x' } }],
    ['the name of its log', { logger_name: 'x' }],
    ['a parent', { parent_config: 'x.json' }],
    ['comments', { _comment: 'x', schema_transformation: { _comment: 'x' } }],
    ['an attribute', { schema: { ...TABLE.schema, TEMP: { ...TABLE.schema.TEMP, long_name: 'x' } } }],
    ['a global attribute', { schema_transformation: { global_attributes: { set: { _x: 1 } } } }],
    ['the metadata record', { metadata_uuid: 'x' }],
    ['the layout of cubes, which an existing one keeps', { zarr: { format: 2, if_exists: 'skip' } }],
    ['nulls', { csv_config: null, schema_transformation: { drop_variables: null } }],
  ])('does not count %s', (_, change) => {
    expect(hash(changed(TABLE, change))).toBe(hash(TABLE));
  });

  it.each([
    ['its name', { dataset_name: 'other' }],
    ['the handler', { handler_class: 'ArgoHandler' }],
    ['the type of a variable', { schema: { ...TABLE.schema, TEMP: { ...TABLE.schema.TEMP, type: 'double' } } }],
    ['the valid range', { schema: { ...TABLE.schema, TEMP: { ...TABLE.schema.TEMP, valid_min: -3 } } }],
    [
      'a fill value',
      {
        schema_transformation: {
          add_variables: { filename: { schema: { type: 'string', units: '1', _FillValue: 'x' } } },
        },
      },
    ],
    ['the period', { schema_transformation: { partitioning: [] } }],
    ['the compression', { parquet: { compression: 'ZSTD' } }],
    ['how the time of a GeoTIFF file is found', { geotiff: { time: { file_name: '(x)', format: '%Y' } } }],
    ['the CSV options', { csv_config: { pandas_read_csv_config: { sep: ';' } } }],
  ])('counts %s', (_, change) => {
    expect(hash(changed(TABLE, change))).not.toBe(hash(TABLE));
  });

  it('counts the order of variables, and no other order of keys', () => {
    const { TEMP, ...others } = TABLE.schema;
    expect(hash({ ...TABLE, schema: { TEMP, ...others } })).not.toBe(hash(TABLE));
    expect(hash(reversed(TABLE as unknown as JsonObject) as JsonObject)).toBe(hash(TABLE));
  });

  it('counts the order of lists', () => {
    const partitioning = TABLE.schema_transformation.partitioning.toReversed();
    expect(hash(changed(TABLE, { schema_transformation: { partitioning } }))).not.toBe(hash(TABLE));
  });

  it('differs for different schemas', () => {
    const values = fc.jsonValue() as fc.Arbitrary<Json>;
    const attributes = fc.dictionary(fc.constantFrom('type', '_FillValue', 'valid_min', 'valid_max', 'dims'), values);
    fc.assert(
      fc.property(attributes, attributes, (one, other) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(hash({ schema: { A: one } }) === hash({ schema: { A: other } })).toBe(same);
      }),
    );
  });
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
