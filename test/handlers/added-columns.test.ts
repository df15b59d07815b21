import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../src/model/attributes.js';
import { configOf, plainValues, prepareOpened } from './fixture.js';
import { genericConfig, track } from './generic-config.js';
import { memoryDataset } from './memory-dataset.js';

/** The column that an entry of `add_variables` gives for a file with these attributes, and what is told of it. */
async function added(source: string, schema: object, attributes: Record<string, AttributeValue | number> = {}) {
  const config = await configOf(genericConfig({ added: { X: { source, schema: { units: '1', ...schema } } } }));
  const variables = { ...track(2), TEMP: { dimensions: ['TIME'], values: [1, 2], attributes } };
  const { table, warnings } = await prepareOpened(config, memoryDataset({ TIME: 2 }, variables, attributes));
  const column = table.column('X');
  return { values: plainValues(column), type: column.type, warnings: warnings.join('\n') };
}

describe('@filename', () => {
  it('is the last part of the address', async () => {
    expect((await added('@filename', { type: 'string' })).values).toEqual(['x.nc', 'x.nc']);
  });
});

describe('@partitioning', () => {
  it('gives the columns that folders are named after', async () => {
    const config = await configOf(genericConfig({ period: 'Y' }));
    const { table } = await prepareOpened(config, memoryDataset({ TIME: 1 }, track(1)));
    expect(plainValues(table.column('timestamp'))).toEqual([1577836800]);
    expect(table.column('timestamp').type).toBe('int64');
    expect(plainValues(table.column('polygon'))[0]).toHaveLength(186);
  });
});

describe('@global_attribute', () => {
  const site = (schema: object, value?: AttributeValue | number) =>
    added('@global_attribute:site', schema, value === undefined ? {} : { site: value });

  it('is the text of an attribute', async () => {
    const { values, type, warnings } = await site({ type: 'string' }, 'SYD 140');
    expect([values, type, warnings]).toEqual([['SYD 140', 'SYD 140'], 'string', expect.not.stringContaining('site')]);
  });

  it('is a number as text, and several texts joined', async () => {
    expect((await site({ type: 'string' }, 7)).values[0]).toBe('7');
    expect((await site({ type: 'string' }, ['a', 'b'])).values[0]).toBe('a b');
  });

  it('has no values where the attribute is absent, which is told', async () => {
    const { values, warnings } = await site({ type: 'string', _FillValue: 'none' });
    expect(values).toEqual([null, null]);
    expect(warnings).toContain("no global attribute 'site'");
  });

  it.each([
    ['int32', '16m', 16, "'16m' is read as 16"],
    ['float', '1e3m', 1, "'1e3m' is read as 1"],
    ['int64', 3.7, 3, "'3.7' is read as 3"],
    ['double', ' -2.5e1 ', -25, ''],
    ['double', '.5', 0.5, ''],
    ['int16', '+12', 12, ''],
    ['int32', 'deep', -9999, "'deep' is no number"],
    ['float', 'deep', -9999, "'deep' is no number"],
    ['int32', '   ', -9999, ''],
    ['int8', 5, 5, ''],
  ])('%s from %j is %j', async (type, value, wanted, note) => {
    const { values, warnings } = await site({ type }, value);
    expect(values).toEqual([wanted, wanted]);
    if (note) expect(warnings).toContain(note);
    else expect(warnings).not.toContain('site');
  });

  it.each([
    ['int32', -1, 'deep', -1],
    ['double', '2.5', '', 2.5],
    ['string', 'none', ' ', 'none'],
    ['string', undefined, '', ''],
    ['bool', true, 'perhaps', true],
    ['bool', undefined, '', false],
    ['bool', undefined, 'Yes', true],
    ['bool', undefined, 0, false],
    ['int32', '', 'deep', -9999],
  ])('%s with the fill value %j from %j is %j', async (type, fill, value, wanted) => {
    const schema = fill === undefined ? { type } : { type, _FillValue: fill };
    expect((await site(schema, value)).values).toEqual([wanted, wanted]);
  });

  it('is a time where the schema says so, and no value where it is blank', async () => {
    const { values } = await site({ type: 'timestamp[ns]' }, '2020-01-31T06:00:00Z');
    expect(values[0]).toBe(String(BigInt(Date.UTC(2020, 0, 31, 6)) * 1_000_000n));
    expect((await site({ type: 'timestamp[ns]' }, ' ')).values[0]).toBeNull();
  });

  it('keeps each digit of long integers, and the digits of short floats', async () => {
    const long = '9007199254740993';
    expect((await site({ type: 'int64' }, long)).values[0]).toBe(long);
    expect((await site({ type: 'int64' }, BigInt64Array.of(9007199254740993n))).values[0]).toBe(long);
    expect((await site({ type: 'string' }, BigInt64Array.of(9007199254740993n))).values[0]).toBe(long);
    expect((await site({ type: 'string' }, Float32Array.of(0.1))).values[0]).toBe('0.1');
    expect((await site({ type: 'float' }, Float32Array.of(0.1))).values[0]).toBe(Math.fround(0.1));
  });

  it('P04 a number that the type cannot hold refuses the file', async () => {
    await expect(site({ type: 'int8' }, '300')).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { column: 'X', to: 'int8', value: '300' },
    });
  });

  it('P04 a text that is no time refuses the file, and names it', async () => {
    await expect(site({ type: 'timestamp[ns]' }, 'yesterday')).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { column: 'X', value: 'yesterday', uri: 's3://bucket/AUV/SYD/dive_7/x.nc' },
    });
  });
});

describe('@variable_attribute', () => {
  it('is the attribute of a variable', async () => {
    const { values } = await added('@variable_attribute:TEMP.sensor', { type: 'string' }, { sensor: 'SBE 37' });
    expect(values).toEqual(['SBE 37', 'SBE 37']);
  });

  it('is the fill value where variable or attribute are absent, which is told', async () => {
    const { values, warnings } = await added('@variable_attribute:PSAL.sensor', { type: 'string', _FillValue: 'none' });
    expect(values).toEqual(['none', 'none']);
    expect(warnings).toContain("no attribute 'PSAL.sensor'");
    expect((await added('@variable_attribute:TEMP.sensor', { type: 'float' })).values[0]).toBe(-9999);
  });
});
