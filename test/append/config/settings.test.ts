import { describe, expect, it } from 'vitest';
import { readAppendSchema } from '../../../scripts/generate-append-config.mjs';
import { load } from './load-config.js';

describe('settings', () => {
  it('have a default where the config is silent', async () => {
    const { document: _, ...settings } = await load({});
    expect(settings).toEqual({
      files: [],
      notices: [],
      target: undefined,
      forceNew: false,
      dryRun: false,
      wait: 0,
      format: 2,
      appendDimension: 'time',
      appendStep: undefined,
      fixedDimensions: new Map(),
      includedVariables: [],
      excludedVariables: [],
      variables: new Map(),
      attributes: {},
      attributesUpdateMode: 'keep',
      templates: new Map(),
      ifExists: 'error',
      insert: false,
      gaps: 'error',
      strictSlices: false,
      coordinateChunk: undefined,
      appendCoordinates: new Map(),
      levels: undefined,
      sliceFormat: undefined,
      polling: undefined,
      sliceSource: undefined,
      sliceSourceArguments: {},
      extra: {},
      temporaryFolder: undefined,
      logLevel: undefined,
      profilePath: undefined,
    });
  });

  it.each([
    [{ slice_polling: false }, 'polling', undefined],
    [{ slice_polling: true }, 'polling', { interval: 2000, timeout: 60_000, marker: undefined }],
    [
      { slice_polling: { interval: 0.1, timeout: 0.02, marker: '.done' } },
      'polling',
      { interval: 100, timeout: 20, marker: '.done' },
    ],
    [{ slice_engine: 'netcdf4' }, 'sliceFormat', 'netcdf'],
    [{ slice_engine: 'h5netcdf' }, 'sliceFormat', 'hdf5'],
    [{ slice_engine: 'scipy' }, 'sliceFormat', 'netcdf3'],
    [{ slice_engine: 'zarr' }, 'sliceFormat', 'zarr'],
    [{ logging: true }, 'logLevel', 'info'],
    [{ logging: false }, 'logLevel', undefined],
    [{ logging: 'CRITICAL' }, 'logLevel', 'error'],
    [{ logging: 'WARNING' }, 'logLevel', 'warning'],
    [{ logging: 'NOTSET' }, 'logLevel', 'debug'],
    [{ logging: { version: 1, root: { level: 'ERROR' } } }, 'logLevel', 'error'],
    [
      { logging: { version: 1, root: { level: 'ERROR' }, loggers: { zappend: { level: 'DEBUG', handlers: ['x'] } } } },
      'logLevel',
      'debug',
    ],
    [{ logging: { version: 1 } }, 'logLevel', undefined],
    [{ profiling: true }, 'profilePath', 'zappend.cpuprofile'],
    [{ profiling: false }, 'profilePath', undefined],
    [{ profiling: 'a.prof' }, 'profilePath', 'a.prof'],
    [{ profiling: {} }, 'profilePath', 'zappend.cpuprofile'],
    [{ profiling: { path: 'a.prof' } }, 'profilePath', 'a.prof'],
    [{ profiling: { enabled: false, path: 'a.prof' } }, 'profilePath', undefined],
    [{ unchunked_coordinates: true }, 'coordinateChunk', 4096],
    [{ unchunked_coordinates: 100 }, 'coordinateChunk', 100],
    [{ temp_dir: '/tmp' }, 'temporaryFolder', '/tmp'],
    [{ append_step: '+' }, 'appendStep', { kind: 'increasing' }],
    [{ append_step: '-' }, 'appendStep', { kind: 'decreasing' }],
    [{ append_step: 0.5 }, 'appendStep', { kind: 'number', difference: 0.5, text: '0.5' }],
    [{ append_step: '-2M' }, 'appendStep', { kind: 'months', months: -2, text: '-2M' }],
    [{ append_step: 'Y' }, 'appendStep', { kind: 'months', months: 12, text: 'Y' }],
  ])('of %j: %s', async (config, name, expected) => {
    expect((await load(config))[name as 'polling']).toEqual(expected);
  });

  it.each([
    [['1D', 'D', '24h', ' 1 D ', '+1D', '1440m', '86400 s', '86400s'], 86_400],
    [['7D', '1W', 'W'], 604_800],
    [['12D'], 12 * 86_400],
    [['6h'], 21_600],
    [['-1D'], -86_400],
    [['1000ms', '1000000us', '1000000000ns', 's'], 1],
  ])('%j are the same step', async (texts, seconds) => {
    for (const text of texts) {
      const nanoseconds = BigInt(seconds) * 1_000_000_000n;
      expect((await load({ append_step: text })).appendStep).toEqual({ kind: 'duration', nanoseconds, text });
    }
  });

  it('tell how coordinates are derived', async () => {
    const append_coords = {
      time: { from: '@filename', pattern: '\\d{8}', format: '%Y%m%d' },
      z: { from: '@global_attribute:a:b', units: 'm' },
    };
    expect((await load({ append_coords })).appendCoordinates).toEqual(
      new Map(
        Object.entries({
          time: { from: { kind: 'filename' }, pattern: /\d{8}/, format: '%Y%m%d', units: 'seconds since 1970-01-01' },
          z: { from: { kind: 'attribute', name: 'a:b' }, pattern: undefined, format: undefined, units: 'm' },
        }),
      ),
    );
  });

  it('tell of levels', async () => {
    expect((await load({ levels: {} })).levels).toEqual({
      count: undefined,
      tile: undefined,
      aggregation: new Map(),
      fromPrevious: false,
      linkLevelZero: false,
      dimensions: undefined,
    });
    const levels = {
      num_levels: 4,
      tile_size: [256, 128],
      agg_methods: { a: 'max', '*': 'median' },
      use_saved_levels: true,
      link_level_zero: true,
      xy_dim_names: ['lon', 'lat'],
    };
    expect((await load({ levels })).levels).toEqual({
      count: 4,
      tile: { width: 256, height: 128 },
      aggregation: new Map([
        ['a', 'max'],
        ['*', 'median'],
      ]),
      fromPrevious: true,
      linkLevelZero: true,
      dimensions: { x: 'lon', y: 'lat' },
    });
    expect((await load({ levels: { agg_methods: 'mean' } })).levels?.aggregation).toEqual(new Map([['*', 'mean']]));
  });

  it('remark on what has no effect', async () => {
    const { notices } = await load({
      target_storage_options: { key: 'K', use_listings_cache: false, config_kwargs: { retries: 3 } },
      disable_rollback: true,
      persist_mem_slices: true,
      profiling: { keys: ['tottime'] },
      logging: { version: 1, handlers: {} },
      variables: { a: { encoding: { zlib: true, preferred_chunks: { x: 1 } } } },
    });
    expect(notices.map((notice) => notice.split(' ')[0])).toEqual([
      "'disable_rollback'",
      "'persist_mem_slices'",
      "'target_storage_options.use_listings_cache'",
      "'target_storage_options.config_kwargs.retries'",
      "'profiling.keys'",
      "'logging.handlers'",
      "'variables.a.encoding.preferred_chunks'",
      "'variables.a.encoding.zlib'",
    ]);
  });

  it('remark on each setting of an encoding that other libraries alone understand', async () => {
    const { encoding } = (
      readAppendSchema() as { $defs: { encoding: { properties: Record<string, { deprecated?: boolean }> } } }
    ).$defs;
    const names = Object.keys(encoding.properties).filter((name) => encoding.properties[name]?.deprecated);
    const { notices } = await load({
      variables: { a: { encoding: Object.fromEntries(names.map((name) => [name, 1])) } },
    });
    expect(names.length).toBeGreaterThan(10);
    expect(notices.toSorted()).toEqual(names.map((name) => `'variables.a.encoding.${name}' has no effect.`).toSorted());
  });
});
