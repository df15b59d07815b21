import { describe, expect, it } from 'vitest';
import { load, problemsOf } from './load-config.js';

const BIG = 12345678901234567890n;

describe('integers beyond 2^53', () => {
  it.each([
    [
      'a.json',
      `{"attrs": {"big": ${BIG}, "l": [1, {"n": -${BIG}}], "f": 1e30, "t": "${BIG}"}, "extra": {"e": ${BIG}}}`,
    ],
    ['a.yaml', `attrs: {big: ${BIG}, l: [1, {n: -${BIG}}], f: 1e30, t: "${BIG}"}\nextra: {e: ${BIG}}`],
  ])('are exact in attributes and settings of sources, in %s', async (file, text) => {
    const { attributes, extra } = await load(file, { [file]: text });
    expect(attributes).toEqual({ big: BIG, l: [1, { n: -BIG }], f: 1e30, t: String(BIG) });
    expect(extra).toEqual({ e: BIG });
  });

  it('are exact in attributes of variables, and where these tell a fill value', async () => {
    const text = `{"variables": {"a": {"attrs": {"id": ${BIG}, "_FillValue": -9223372036854775808}, "dims": ["t"]}, "*": {}}}`;
    const { variables } = await load('a.json', { 'a.json': text });
    expect(variables.get('a')).toMatchObject({
      attributes: { id: BIG },
      encoding: { fill_value: '-9223372036854775808' },
    });
  });

  it('of an object of a caller are refused, being no JSON', async () => {
    expect(await problemsOf({ attrs: { big: BIG } })).toEqual(['CO_CONFIG_UNREADABLE']);
  });
});
