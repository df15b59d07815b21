import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readAppendSchema, renderAppendConfig } from '../../../scripts/generate-append-config.mjs';
import type { JsonSchema } from '../../../scripts/generate-config-types.mjs';
import { problemsOf } from './load-config.js';

describe('the schema', () => {
  it('compiles in strict mode', () => {
    expect(() => new Ajv2020({ strict: true }).compile(readAppendSchema())).not.toThrow();
  });

  it('describes every key', () => {
    expect(undescribed(readAppendSchema(), '#')).toEqual([]);
  });

  it('is what types, validator and reference are made of (node scripts/generate-append-config.mjs)', async () => {
    const changed = structuredClone(readAppendSchema()) as { properties: Record<string, unknown> };
    changed.properties.colour = { type: 'string', description: 'Its colour.' };
    const stale = await renderAppendConfig(changed as unknown as JsonSchema);
    for (const [path, text] of Object.entries(await renderAppendConfig())) {
      const committed = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
      expect(committed, path).toBe(text);
      expect(committed, path).not.toBe(stale[path]);
    }
  });

  it('needs nothing of Ajv at run time', () => {
    const path = new URL('../../../src/append/config/validate-structure.generated.ts', import.meta.url);
    expect(readFileSync(path, 'utf8')).not.toMatch(/\brequire\(|^import /m);
  });
});

function undescribed(schema: JsonSchema, at: string): string[] {
  const { properties = {}, $defs = {} } = schema as Readonly<Record<string, Record<string, JsonSchema>>>;
  return Object.entries({ ...properties, ...$defs }).flatMap(([key, value]) => {
    const described = typeof value.description === 'string' || typeof value.$ref === 'string';
    return [...(described ? [] : [`${at}/${key}`]), ...undescribed(value, `${at}/${key}`)];
  });
}

describe('what is wrong', () => {
  const chl = (encoding: unknown) => ({ variables: { chl: { encoding } } });
  const SIGNS = 'a whole number and a unit of time';

  it.each([
    [{ target_dirr: 'x' }, "target_dirr: the key 'target_dirr' is unknown. Did you mean 'target_dir'?"],
    [
      { persist_mem_slice: true },
      "persist_mem_slice: the key 'persist_mem_slice' is unknown. Did you mean 'persist_mem_slices'?",
    ],
    [
      { variables: { chl: { encodings: {} } } },
      "variables.chl.encodings: the key 'encodings' is unknown. Did you mean 'encoding'?",
    ],
    [chl({ chunk: [1] }), "variables.chl.encoding.chunk: the key 'chunk' is unknown. Did you mean 'chunks'?"],
    [{ slice_polling: { interval: 1, timeout: 2, x: 1 } }, "slice_polling.x: the key 'x' is unknown."],
    [{ version: 2 }, "version: '2' is not '1'."],
    [{ zarr_version: 4 }, "zarr_version: '4' is not one of '2' or '3'."],
    [{ target_dir: '' }, "target_dir: '' is empty"],
    [{ target_dir: 5 }, "target_dir: '5' is a number, expected text"],
    [{ attrs: null }, "attrs: 'null' is null, expected an object"],
    [{ force_new: 1 }, "force_new: '1' is a number, expected true or false"],
    [{ fixed_dims: { x: 0 } }, "fixed_dims.x: '0' is less than 1"],
    [{ fixed_dims: { x: 1.5 } }, "fixed_dims.x: '1.5' is a number, expected a whole number"],
    [{ fixed_dims: { time: 3 } }, "fixed_dims.time: 'time' is the append dimension, whose length changes"],
    [{ fixed_dims: { t: 3 }, append_dim: 't' }, "fixed_dims.t: 't' is the append dimension, whose length changes"],
    [{ included_variables: ['a', ''] }, "included_variables.1: '' is empty"],
    [
      { attrs_update_mode: 'keeep' },
      "attrs_update_mode: 'keeep' is not one of 'keep', 'replace', 'update' or 'ignore'. Did you mean 'keep'?",
    ],
    [
      chl({ dtype: '<i2' }),
      "variables.chl.encoding.dtype: '<i2' is not one of 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32' or 'float64'.",
    ],
    [chl({ chunks: 10 }), "variables.chl.encoding.chunks: '10' is a number, expected a list or null"],
    [chl({ chunks: [0] }), "variables.chl.encoding.chunks.0: '0' is less than 1"],
    [chl({ chunks: [1, 'a'] }), "variables.chl.encoding.chunks.1: 'a' is text, expected a whole number or null"],
    [
      chl({ fill_value: 'nan' }),
      "variables.chl.encoding.fill_value: 'nan' does not match the pattern ^(NaN|-?Infinity|-?\\d+)$",
    ],
    [
      chl({ fill_value: true }),
      "variables.chl.encoding.fill_value: 'true' is true or false, expected a number, text or null",
    ],
    [
      chl({ compressor: 'zlib' }),
      "variables.chl.encoding.compressor: 'zlib' is text, expected an object, a list or null",
    ],
    [chl({ compressor: { level: 1 } }), "variables.chl.encoding.compressor: the key 'id' is missing"],
    [chl({ compressor: [1] }), "variables.chl.encoding.compressor: '[1]' has more than 0 items"],
    [chl({ filters: [{ id: '' }] }), "variables.chl.encoding.filters.0.id: '' is empty"],
    [chl({ shards: [1] }), "variables.chl.encoding.shards: shards need 'zarr_version' 3"],
    [
      { variables: { a: { attrs: { dtype: 'f8' } } } },
      "variables.a.encoding.dtype: 'f8' is not one of 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32' or 'float64'.",
    ],
    [{ slice_polling: 1 }, "slice_polling: '1' is a number, expected true or false or an object"],
    [{ slice_polling: { interval: 1 } }, "slice_polling: the key 'timeout' is missing"],
    [{ slice_polling: { interval: 0, timeout: 1 } }, "slice_polling.interval: '0' is not more than 0"],
    [
      { slice_engine: 'rasterio' },
      "slice_engine: 'rasterio' is not one of 'netcdf4', 'h5netcdf', 'scipy', 'zarr', 'netcdf3' or 'hdf5'.",
    ],
    [{ logging: 'WARN' }, "logging: 'WARN' is not one of 'CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG' or 'NOTSET'."],
    [{ logging: {} }, "logging: the key 'version' is missing"],
    [{ profiling: { pathh: 'x' } }, "profiling.pathh: the key 'pathh' is unknown. Did you mean 'path'?"],
    [{ append_step: 0 }, "append_step: '0' is no distance"],
    [{ append_step: '' }, "append_step: '' is empty"],
    [{ append_step: true }, "append_step: 'true' is true or false, expected text, a number or null"],
    [{ append_step: '-D' }, `append_step: '-D' is neither '+', '-', nor ${SIGNS}, such as '6h' or '-1D'`],
    [{ append_step: '1.5h' }, `append_step: '1.5h' is neither '+', '-', nor ${SIGNS}, such as '6h' or '-1D'`],
    [{ append_step: '5' }, `append_step: '5' is neither '+', '-', nor ${SIGNS}, such as '6h' or '-1D'`],
    [
      { append_step: 'foo' },
      "append_step: 'foo' in 'foo' is no unit of time; there are ns, us, ms, s, m, h, D, W, M, Y",
    ],
    [{ append_step: '0D' }, "append_step: '0D' is no distance"],
    [{ gaps: 'fill' }, "gaps: 'fill' needs the length of a step in 'append_step'"],
    [{ gaps: 'fill', append_step: '+' }, "gaps: 'fill' needs the length of a step in 'append_step'"],
    [{ wait: -1 }, "wait: '-1' is less than 0"],
    [{ append_coords: { time: {} } }, "append_coords.time: the key 'from' is missing"],
    [
      { append_coords: { time: { from: '@nothing' } } },
      "append_coords.time.from: '@nothing' does not match the pattern ^@(filename|global_attribute:.+)$",
    ],
    [
      { append_coords: { time: { from: '@filename', pattern: '(' } } },
      "append_coords.time.pattern: '(' is no regular expression: Unterminated group",
    ],
    [
      { append_coords: { time: { from: '@filename', format: '%y' } } },
      "append_coords.time.format: '%y' in '%y' is none of %Y, %m, %d, %j, %H, %M, %S and %f",
    ],
    [
      { append_coords: { z: { from: '@filename', format: '%Y', units: 'm' } } },
      "append_coords.z.units: 'm' are no units of time, and 'format' is given",
    ],
    [{ levels: { tile_size: [1] } }, "levels.tile_size: '[1]' has less than 2 items"],
    [
      { levels: { agg_methods: 'sum' } },
      "levels.agg_methods: 'sum' is not one of 'first', 'min', 'max', 'mean' or 'median'.",
    ],
    [{ temp_storage_options: { anon: true } }, 'CO_APPEND_KEY_REFUSED'],
  ])('with %j is told with path and value', async (config, expected) => {
    expect(await problemsOf(config)).toEqual([expected]);
  });

  it('is told all at once', async () => {
    expect(await problemsOf({ version: 2, targetdir: 'x', variables: { a: { dims: [1] } } })).toHaveLength(3);
    expect(await problemsOf({ gaps: 'fill', append_step: 'x y', fixed_dims: { time: 1 } })).toHaveLength(2);
  });

  it('X03 never shows what may be a credential', async () => {
    const bad = ['secret-text', ['secret-text'], 5];
    for (const key of ['target_storage_options', 'slice_storage_options', 'temp_storage_options']) {
      for (const value of bad) expect((await problemsOf({ [key]: value })).join()).not.toContain('secret-text');
    }
    expect((await problemsOf({ attrs: [{ secret: 'secret-text' }] })).join()).not.toContain('secret-text');
  });
});
