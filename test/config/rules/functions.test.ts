import { describe, expect, it } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { changed, TABLE } from '../sample-config.js';

const AT = '/schema_transformation/functions';

const computed = (
  functions: object,
  names: readonly string[] = Object.keys(functions),
  source = (name: string) => name,
) => {
  const add_variables = Object.fromEntries(
    names.map((name) => [name, { source: `@function:${source(name)}`, schema: { type: 'string' } }]),
  );
  return problemsOf(changed(TABLE, { schema_transformation: { functions, add_variables } }));
};

describe('functions', () => {
  it.each([
    ['a part from the end', { extract_method: 'path_part', method: { from_end: 4 } }],
    ['a part from the start', { extract_method: 'path_part', method: { from_start: 2 } }],
    ['a group', { extract_method: 'path_part', method: { pattern: '/dive_([0-9]+)/' } }],
    ['a constant', { extract_method: 'constant', method: { value: 1 } }],
    ['a date', { extract_method: 'date_from_columns', method: { date: 'survey_date' } }],
    [
      'a date and a time',
      {
        extract_method: 'date_from_columns',
        method: { date: 'survey_date', time: 'hour', default_time: '00:00:00', format: '%Y-%m-%d %H:%M:%S' },
      },
    ],
  ])('may be %s', async (_, f) => {
    expect(await computed({ f })).toEqual([]);
  });

  it.each([
    ['no method', { extract_method: 'constant' }, `${AT}/f: the key 'method' is missing`],
    ['no value', { extract_method: 'constant', method: {} }, `${AT}/f/method: the key 'value' is missing`],
    ['no object', 'constant', `${AT}/f: 'constant' is text, expected an object`],
    ['nothing', { method: {} }, `${AT}/f: the key 'extract_method' is missing`],
    [
      'an unknown method',
      { extract_method: 'path_parts', method: {} },
      `${AT}/f/extract_method: 'path_parts' is not one of 'path_part', 'constant' or 'date_from_columns'. Did you mean 'path_part'?`,
    ],
    ['no choice', { extract_method: 'path_part', method: {} }, `${AT}/f/method: '{}' has no key, expected exactly one`],
    [
      'two choices',
      { extract_method: 'path_part', method: { from_end: 1, from_start: 1 } },
      `${AT}/f/method: '{"from_end":1,"from_start":1}' has more than one key, expected exactly one`,
    ],
    [
      'position 0',
      { extract_method: 'path_part', method: { from_end: 0 } },
      `${AT}/f/method/from_end: '0' is less than 1`,
    ],
    [
      'an unknown option',
      { extract_method: 'date_from_columns', method: { date: 'd', tiem: 'hour' } },
      `${AT}/f/method/tiem: the key 'tiem' is unknown. Did you mean 'time'?`,
    ],
    [
      'a list as value',
      { extract_method: 'constant', method: { value: [1] } },
      `${AT}/f/method/value: '[1]' is a list, expected text, a number or true or false`,
    ],
    [
      'an hour of 24',
      { extract_method: 'date_from_columns', method: { date: 'd', default_time: '24:00:00' } },
      `${AT}/f/method/default_time: '24:00:00' does not match the pattern ^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$`,
    ],
    [
      'an unknown directive',
      { extract_method: 'date_from_columns', method: { date: 'd', format: '%Q' } },
      `${AT}/f/method/format: '%Q' does not match the pattern ^([^%]|%[YmdHMSf%])+$`,
    ],
    [
      'a pattern without group',
      { extract_method: 'path_part', method: { pattern: 'dive' } },
      `${AT}/f/method/pattern: 'dive' has no group, whose text would be the value`,
    ],
    [
      'a broken pattern',
      { extract_method: 'path_part', method: { pattern: '(dive' } },
      `${AT}/f/method/pattern: '(dive' is not a regular expression: Unterminated group`,
    ],
  ])('may not have %s', async (_, f, problem) => {
    expect(await computed({ f }, ['f'])).toEqual([problem]);
  });

  describe('X01 that hold code', () => {
    const refused = (pointer: string, held: string, instead: object) =>
      `${pointer}: '${held}' is source code, which a config cannot hold and which is never executed. Write instead: ${JSON.stringify(instead)}`;

    it('X01 are refused, with the parts of the path to write instead', async () => {
      const extraction_code = [
        'def extract_info_from_key(key):',
        "    parts = key.split('/')",
        "    return {'campaign_name': parts[-4], 'dive_name': parts[-3]}",
      ].join('\n');
      const info = { extract_method: 'object_key', method: { key_pattern: '.*', extraction_code } };
      expect(await computed({ info }, ['campaign_name', 'dive_name'], () => 'info')).toEqual([
        refused(`${AT}/info/method/extraction_code`, 'extraction_code', {
          functions: {
            campaign_name: { extract_method: 'path_part', method: { from_end: 4 } },
            dive_name: { extract_method: 'path_part', method: { from_end: 3 } },
          },
          add_variables: {
            campaign_name: { source: '@function:campaign_name' },
            dive_name: { source: '@function:dive_name' },
          },
        }),
      ]);
    });

    it('X01 are refused, with the constant to write instead', async () => {
      const creation_code = 'def qc_level_creation(df):\n    return 1\n';
      const qc_level = { extract_method: 'from_variables', method: { creation_code } };
      expect(await computed({ qc_level })).toEqual([
        refused(`${AT}/qc_level/method/creation_code`, 'creation_code', {
          functions: { qc_level: { extract_method: 'constant', method: { value: 1 } } },
        }),
      ]);
    });

    it('X01 are refused, with the columns of the date to write instead', async () => {
      const creation_code =
        "def create_time(df):\n    t = df['survey_date'].astype(str) + ' ' + df['hour']\n    return pd.to_datetime(t, format='%Y-%m-%d %H:%M:%S')\n";
      const TIME = { extract_method: 'from_variables', method: { creation_code } };
      expect(await computed({ TIME })).toEqual([
        refused(`${AT}/TIME/method/creation_code`, 'creation_code', {
          functions: {
            TIME: {
              extract_method: 'date_from_columns',
              method: { date: 'survey_date', time: 'hour', default_time: '00:00:00' },
            },
          },
        }),
      ]);
    });

    it('X01 are refused under any method, and where the code is hidden among right keys', async () => {
      const f = { extract_method: 'constant', method: { value: 1, creation_code: 'def f(df): return 1' } };
      expect(await computed({ f })).toContainEqual(
        expect.stringContaining(`${AT}/f/method/creation_code: 'creation_code' is source code`),
      );
      expect(await computed({ f: { extract_method: 'object_key', method: {} } })).toEqual([
        expect.stringContaining(`${AT}/f/extract_method: 'object_key' is source code`),
      ]);
    });

    it('X01 are refused in a parent as well', async () => {
      const functions = { f: { extract_method: 'object_key', method: { extraction_code: 'x' } } };
      expect(await problemsOf({ schema_transformation: { functions } }, true)).toHaveLength(1);
    });
  });
});
