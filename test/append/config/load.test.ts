// biome-ignore-all lint/suspicious/noTemplateCurlyInString: environment variables are written so
import { describe, expect, it } from 'vitest';
import { storageOptionsOf, targetOf } from '../../../src/append/config/index.js';
import { load, problemsOf } from './load-config.js';

const ENVIRONMENT = { FOO: 'bar', NUMBER: '123', EVIL: '", "force_new": true, "x": "', LIST: '[1, 2]', EMPTY: '' };

describe('what may be a config', () => {
  it('is merged from left to right, through nested lists of objects, files and nothing', async () => {
    const files = {
      'a.json': '{"target_dir": "a", "attrs": {"x": 1, "y": [1, 2], "z": {"p": 1}}}',
      's3://bucket/b.yaml': 'attrs: {y: [3], z: {q: 2}}',
      'c.YML': 'attrs: {w: yes}',
    };
    const config = await load(
      ['a.json', null, [['s3://bucket/b.yaml', undefined], { target_dir: 'c' }], 'c.YML'],
      files,
    );
    expect(config.document).toEqual({ target_dir: 'c', attrs: { x: 1, y: [3], z: { p: 1, q: 2 }, w: 'yes' } });
    expect(config.files).toEqual(['a.json', 's3://bucket/b.yaml', 'c.YML']);
  });

  it('is nothing', async () => {
    for (const nothing of [undefined, null, [], {}, [null, [undefined]]]) {
      expect((await load(nothing)).document).toEqual({});
    }
  });

  it('lets a later null win', async () => {
    expect((await load([{ append_step: '1D' }, { append_step: null }])).appendStep).toBeUndefined();
  });

  it.each([3, true, () => 1, new Map(), [1], ['a.json', new Date()]])('is not %s', async (config) => {
    await expect(load(config, { 'a.json': '{}' })).rejects.toMatchObject({ code: 'CO_CONFIG_UNREADABLE' });
  });

  it.each([
    ['a.json', '[1]', 'holds no object'],
    ['a.json', '{"a": ', 'is not JSON'],
    ['a.yaml', 'a: [', 'is not YAML'],
    ['a.json', '{"__proto__": {"x": 1}}', '__proto__'],
    ['a.json', `${'{"extra":'.repeat(80)}1${'}'.repeat(80)}`, 'levels deep'],
  ])('%s cannot be %s', async (file, text, reason) => {
    await expect(load(file, { [file]: text })).rejects.toMatchObject({ code: 'CO_CONFIG_UNREADABLE' });
    await expect(load(file, { [file]: text })).rejects.toThrow(reason);
  });

  it('is a file that exists', async () => {
    await expect(load('gone.json')).rejects.toMatchObject({ code: 'CO_CONFIG_NOT_FOUND' });
  });

  it('is an object that holds nothing but data', async () => {
    const circle: Record<string, unknown> = {};
    circle.extra = circle;
    for (const extra of [circle, { f: () => 1 }, { d: new Date() }, { m: new Map() }, { n: 1n }]) {
      await expect(load({ extra })).rejects.toMatchObject({ code: 'CO_CONFIG_UNREADABLE' });
    }
    await expect(load(JSON.parse('{"extra": {"__proto__": 1}}'))).rejects.toThrow("has a key '__proto__'");
  });

  it('keeps not-a-number, as YAML and objects can tell it', async () => {
    const { variables } = await load(['a.yaml', { variables: { b: { encoding: { fill_value: Number.NaN } } } }], {
      'a.yaml': 'variables: {a: {encoding: {fill_value: .nan}}}',
    });
    expect([...variables.values()].map(({ encoding }) => encoding)).toEqual([
      { fill_value: 'NaN' },
      { fill_value: 'NaN' },
    ]);
  });

  it('stays as the caller made it, and is frozen once it is loaded', async () => {
    const given = { attrs: { a: { b: [1] } }, fixed_dims: { x: 3 } };
    const copy = structuredClone(given);
    const config = await load([given, { attrs: { a: { c: 2 } } }], {}, { overrides: { dry_run: true } });
    expect(given).toEqual(copy);
    expect(Object.isFrozen(given.attrs.a.b)).toBe(false);
    expect(Object.isFrozen((config.attributes.a as { b: unknown }).b)).toBe(true);
    expect(Object.isFrozen(config)).toBe(true);
  });
});

describe('what is put in last', () => {
  it('replaces keys at the top level, and leaves those that are not given', async () => {
    const config = { target_dir: 'a', attrs: { x: 1 }, force_new: true, dry_run: true, wait: 3 };
    const overrides = { target_dir: 'b', attrs: { y: 2 }, force_new: undefined, dry_run: null, wait: 0 };
    expect((await load(config, {}, { overrides })).document).toEqual({
      target_dir: 'b',
      attrs: { y: 2 },
      force_new: true,
      dry_run: true,
      wait: 0,
    });
  });

  it('A10 leaves dry_run and force_new of the config where no option is given', async () => {
    const { dryRun, forceNew } = await load(
      { dry_run: true, force_new: true },
      {},
      { overrides: { dry_run: undefined, force_new: undefined } },
    );
    expect([dryRun, forceNew]).toEqual([true, true]);
  });
});

describe('environment values', () => {
  const expanded = async (file: string, text: string) =>
    (await load(file, { [file]: text }, { environment: ENVIRONMENT })).document.extra;

  it('stand in the texts of files', async () => {
    const text =
      '{"extra": {"a": "$FOO", "b": "${FOO}/x", "c": "$$FOO", "d": "$NOPE ${NOPE}", "e": "100$", "f": ["$FOO"], "g": "<$EMPTY>", "h": "$ ${ $1 ${}"}}';
    expect(await expanded('a.json', text)).toEqual({
      a: 'bar',
      b: 'bar/x',
      c: '$FOO',
      d: '$NOPE ${NOPE}',
      e: '100$',
      f: ['bar'],
      g: '<>',
      h: '$ ${ $1 ${}',
    });
  });

  it('X04 stay text, and can neither add keys nor change types', async () => {
    const evil = { a: ENVIRONMENT.EVIL, n: '123', l: '[1, 2]' };
    expect(await expanded('a.json', '{"extra": {"a": "$EVIL", "n": "$NUMBER", "l": "$LIST"}}')).toEqual(evil);
    expect(await expanded('a.yaml', 'extra: {a: $EVIL, n: $NUMBER, l: $LIST}')).toEqual(evil);
    expect(await expanded('b.yaml', 'extra:\n  a: $EVIL\n  n: $NUMBER\n  l: $LIST\n')).toEqual(evil);
  });

  it('X04 are not put into keys, and what is put in is not looked at again', async () => {
    const text = '{"extra": {"$FOO": "$TWICE"}}';
    const { document } = await load('a.json', { 'a.json': text }, { environment: { FOO: 'x', TWICE: '$FOO' } });
    expect(document.extra).toEqual({ $FOO: '$FOO' });
  });

  it('are not put into objects of the caller, nor into files where no environment is given', async () => {
    expect((await load({ extra: { a: '$FOO' } }, {}, { environment: ENVIRONMENT })).extra).toEqual({ a: '$FOO' });
    expect((await load('a.json', { 'a.json': '{"extra": {"a": "$FOO"}}' })).extra).toEqual({ a: '$FOO' });
  });

  it('are not found in what all objects have', async () => {
    const { extra } = await load(
      'a.json',
      { 'a.json': '{"extra": {"a": "$toString ${constructor}"}}' },
      { environment: {} },
    );
    expect(extra).toEqual({ a: '$toString ${constructor}' });
  });
});

describe('the target', () => {
  it('must be named, at the latest when it is asked for', async () => {
    expect(targetOf(await load({ target_dir: 'a.zarr' }))).toBe('a.zarr');
    const config = await load('a.json', { 'a.json': '{}' });
    expect(() => targetOf(config)).toThrow("'a.json' has 1 problem:\n  the key 'target_dir' is missing");
  });

  it('and the slices are reached by options of s3fs', async () => {
    const config = await load({
      target_storage_options: {
        key: 'K',
        secret: 'S',
        token: 'T',
        client_kwargs: { endpoint_url: 'http://host:9000', region_name: 'eu-west-1' },
      },
      slice_storage_options: { anon: true, endpoint_url: 'http://other', default_block_size: 5 },
    });
    expect(storageOptionsOf(config, 'target')).toEqual({
      options: {
        accessKeyId: 'K',
        secretAccessKey: 'S',
        sessionToken: 'T',
        endpoint: 'http://host:9000',
        region: 'eu-west-1',
      },
      ignored: [],
    });
    expect(storageOptionsOf(config, 'slice')).toEqual({
      options: { anonymous: true, endpoint: 'http://other' },
      ignored: ['default_block_size'],
    });
    expect(storageOptionsOf(await load({}), 'slice')).toEqual({ options: {}, ignored: [] });
  });
});

describe('a slice source', () => {
  const first = () => 'a.nc';
  class Second {
    open = () => 'b.nc';
  }

  it('is a name, a function or a class, and the last one counts', async () => {
    expect((await load({ slice_source: 'mine' })).sliceSource).toBe('mine');
    expect((await load([{ slice_source: 'mine' }, { slice_source: first }])).sliceSource).toBe(first);
    expect((await load([{ slice_source: first }, { slice_source: Second }])).sliceSource).toBe(Second);
    expect((await load([{ slice_source: first }, { slice_source: 'mine' }])).sliceSource).toBe('mine');
    expect((await load([{ slice_source: first }, {}])).sliceSource).toBe(first);
    expect((await load({ slice_source: 'mine' }, {}, { overrides: { slice_source: Second } })).sliceSource).toBe(
      Second,
    );
    expect((await load({})).sliceSource).toBeUndefined();
  });

  it('gets its arguments from the config', async () => {
    const kwargs = [
      { slice_source_kwargs: { a: 1, b: true } },
      { slice_source_kwargs: { a: 2, c: 'nearest', d: 3.14 } },
    ];
    expect((await load(kwargs)).sliceSourceArguments).toEqual({ a: 2, b: true, c: 'nearest', d: 3.14 });
  });
});

describe('templates', () => {
  const attrs = { a: '{{ ds.time[0] }}', b: '{{ nonsense' };

  it('are read only with permit_eval; else texts stay as they are', async () => {
    const config = await load({ attrs });
    expect([config.attributes, config.templates.size]).toEqual([attrs, 0]);
  });

  it('are refused before anything else happens', async () => {
    expect(await problemsOf({ attrs, permit_eval: true })).toEqual(['CO_EXPRESSION_INVALID']);
    const { templates } = await load({ attrs: { a: attrs.a }, permit_eval: true });
    expect([...templates.keys()]).toEqual(['a']);
  });
});
