import { describe, expect, it } from 'vitest';
import { validateDatasetConfigFile, validateDatasetConfigFiles } from '../../src/config/index.js';
import { lookupIn } from './memory-lookup.js';
import { TABLE } from './sample-config.js';

const FRAGMENT = { cloud_optimised_format: 'parquet', schema_transformation: { add_variables: {} } };
const CHILD = { ...TABLE, parent_config: 'base.json' };

const check = (files: Readonly<Record<string, unknown>>, file: string, fragment?: boolean) =>
  validateDatasetConfigFile(file, { ...lookupIn(files), fragment });

describe('validateDatasetConfigFile', () => {
  it('takes unknown keys for errors, and names the file that holds them', async () => {
    const files = {
      '/here/it.json': CHILD,
      '/here/base.json': { ...FRAGMENT, colour: 1, run_settings: { exclude: 5 } },
    };
    expect(await check(files, 'it.json')).toEqual([
      { file: '/here/base.json', pointer: '/colour', message: "the key 'colour' is unknown.", severity: 'error' },
      {
        file: '/here/base.json',
        pointer: '/run_settings/exclude',
        message: "'5' is a number, expected text or null",
        severity: 'error',
      },
    ]);
  });

  it.each([
    ['a missing file', 'nope.json', undefined, /No dataset config 'nope\.json'/],
    ['broken JSON', 'it.json', '{', /it is not JSON/],
  ])('tells of %s without throwing', async (_, file, content, message) => {
    const files = content === undefined ? {} : { '/here/it.json': content };
    expect(await check(files, file)).toEqual([
      { file, pointer: '', message: expect.stringMatching(message), severity: 'error' },
    ]);
  });

  it.each([
    ['a parent that is missing', { '/here/it.json': CHILD }, '/here/it.json', /No dataset config 'base\.json'/],
    [
      "a parent's parent that is missing",
      { '/here/it.json': CHILD, '/here/base.json': { ...FRAGMENT, parent_config: 'x.json' } },
      '/here/base.json',
      /No dataset config 'x\.json'/,
    ],
    ['a circle', { '/here/it.json': { ...TABLE, parent_config: 'it.json' } }, '/here/it.json', /form a circle/],
    [
      'a circle of three',
      {
        '/here/it.json': CHILD,
        '/here/base.json': { ...FRAGMENT, parent_config: 'c.json' },
        '/here/c.json': { parent_config: 'it.json' },
      },
      '/here/c.json',
      /it\.json → \/here\/base\.json → \/here\/c\.json → \/here\/it\.json/,
    ],
  ])('names the file whose parent_config leads to %s', async (_, files, file, message) => {
    expect(await check(files, 'it.json')).toEqual([
      { file, pointer: '/parent_config', message: expect.stringMatching(message), severity: 'error' },
    ]);
  });

  it('tells what else is wrong where a parent is missing, but of nothing that it may bring', async () => {
    const { schema: _, ...rest } = CHILD;
    const problems = await check({ '/here/it.json': { ...rest, run_settings: { batch_size: 0 } } }, 'it.json');
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/parent_config', '/run_settings/batch_size']);
  });

  it('throws what reading throws', async () => {
    const readText = () => Promise.reject(new TypeError('no storage'));
    await expect(validateDatasetConfigFile('x', { ...lookupIn({}), readText })).rejects.toThrow('no storage');
  });

  it.each([
    ['its file name', 'base_main.json', {}],
    ['its dataset_name', 'base.json', { dataset_name: 'base_main' }],
    ['its dataset_name with an extension', 'base.json', { dataset_name: 'base_main.json' }],
  ])('knows a parent by %s: nothing may be missing from it', async (_, file, more) => {
    expect(await check({ [`/here/${file}`]: { ...FRAGMENT, ...more } }, file)).toEqual([]);
  });

  it('demands of any other file what a dataset needs', async () => {
    const problems = await check({ '/here/base.json': FRAGMENT }, 'base.json');
    expect(problems.map(({ message }) => message)).toEqual([
      "the key 'dataset_name' is missing",
      "the key 'schema' is missing",
      "the key 'partitioning' is missing, which a Parquet dataset needs",
    ]);
    expect(await check({ '/here/base.json': FRAGMENT }, 'base.json', true)).toEqual([]);
  });

  it('checks in a fragment what is there', async () => {
    const bad = { ...FRAGMENT, run_settings: { batch_size: 0 }, schema: { A: { type: 'flaot' } } };
    expect((await check({ '/here/a_main.json': bad }, 'a_main')).map(({ pointer }) => pointer)).toEqual([
      '/run_settings/batch_size',
      '/schema/A/type',
    ]);
  });
});

describe('validateDatasetConfigFiles', () => {
  it('knows a parent by the children that name it', async () => {
    const options = lookupIn({ '/here/it.json': CHILD, '/here/base.json': FRAGMENT });
    expect(await validateDatasetConfigFiles(['base.json', './it.json'], options)).toEqual(
      new Map([
        ['base.json', []],
        ['./it.json', []],
      ]),
    );
    expect((await validateDatasetConfigFiles(['base.json'], options)).get('base.json')).toHaveLength(3);
  });

  it('tells of files that cannot be read', async () => {
    const results = await validateDatasetConfigFiles(['a.json', 'b.json'], lookupIn({ '/here/a.json': '{' }));
    expect([...results.values()].map((problems) => problems.length)).toEqual([1, 1]);
  });
});
