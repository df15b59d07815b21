import { describe, expect, it } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { CUBE, changed, TABLE } from '../sample-config.js';

const AT = '/schema_transformation/add_variables/x';

const added = (source: string, schema: object, config: object = TABLE) =>
  problemsOf(changed(config, { schema_transformation: { add_variables: { x: { source, schema } } } }));

describe('added variables', () => {
  it.each([
    '@filename',
    '@global_attribute:site_code',
    '@variable_attribute:TEMP.sensor_name',
    '@variable_attribute:A.b.c',
  ])('come from %s', async (source) => {
    expect(await added(source, { type: 'string', units: '1' })).toEqual([]);
  });

  it.each([
    '@file',
    'filename',
    '@filename:x',
    '@global_attribute',
    '@global_attribute:',
    '@variable_attribute:TEMP',
    '@variable_attribute:.x',
    '@partitioning:polygon',
    '@partitioning',
    '',
  ])("do not come from '%s'", async (source) => {
    const [problem, ...others] = await added(source, { type: 'string' });
    expect(problem).toContain(
      `${AT}/source: '${source}' is not one of the sources '@filename', '@global_attribute:ATTRIBUTE'`,
    );
    expect(others).toEqual([]);
  });

  it('tell which source was meant', async () => {
    expect((await added('@global_atribute:a', { type: 'string' }))[0]).toMatch(/Did you mean '@global_attribute'\?$/);
  });

  it('need a type that columns have', async () => {
    expect(await added('@filename', { type: 'flaot' })).toEqual([
      `${AT}/schema/type: 'flaot' is not a type of Parquet columns. Did you mean 'float'?`,
    ]);
    expect(await added('@filename', {})).toEqual([`${AT}/schema: the key 'type' is missing`]);
  });

  it('that partition have the types of partitions', async () => {
    expect(await added('@partitioning:time_extent', { type: 'string' })).toEqual([
      `${AT}/schema/type: 'string' is not 'int64', the type of '@partitioning:time_extent'`,
    ]);
    expect(await added('@partitioning:spatial_extent', { type: 'int64' })).toEqual([
      `${AT}/schema/type: 'int64' is not 'string', the type of '@partitioning:spatial_extent'`,
    ]);
  });

  it('that partition need an entry of their kind', async () => {
    const partitioning = [{ source_variable: 'timestamp' }, { source_variable: 'polygon' }];
    expect(await problemsOf(changed(TABLE, { schema_transformation: { partitioning } }))).toEqual([
      "/schema_transformation/add_variables/timestamp/source: '@partitioning:time_extent' needs an entry of 'partitioning' with the block 'time_extent'",
      "/schema_transformation/add_variables/polygon/source: '@partitioning:spatial_extent' needs an entry of 'partitioning' with the block 'spatial_extent'",
    ]);
  });

  it('that are computed need their function', async () => {
    const functions = { campaign: { extract_method: 'constant', method: { value: 1 } } };
    const add_variables = { x: { source: '@function:campain', schema: { type: 'int32' } } };
    expect(await problemsOf(changed(TABLE, { schema_transformation: { functions, add_variables } }))).toEqual([
      `${AT}/source: '@function:campain' names a function that 'functions' does not have. Did you mean 'campaign'?`,
    ]);
  });

  it('may have no units', async () => {
    expect(await added('@filename', { type: 'string' })).toEqual([]);
  });

  it('have a unit that is none: an error; that is not known: a warning', async () => {
    expect(await added('@filename', { type: 'string', units: '#!' })).toEqual([
      `${AT}/schema/units: '#!' is not a unit`,
    ]);
    expect(await added('@filename', { type: 'string', units: 'metrs' })).toEqual([
      `(warning) ${AT}/schema/units: 'metrs' has the unit 'metrs', which is not known here. Did you mean 'metre'?`,
    ]);
  });

  it('of a cube come from the file or a global attribute, with texts of fixed length', async () => {
    expect(await added('@filename', { type: '<U49', dimensions: 'TIME' }, CUBE)).toEqual([]);
    expect(await added('@global_attribute:site_code', { type: 'string' }, CUBE)).toEqual([
      `${AT}/schema/type: 'string' is not a NumPy text of fixed length such as '<U49'`,
    ]);
    expect((await added('@variable_attribute:A.b', { type: '<U1' }, CUBE))[0]).toBe(
      `${AT}/source: '@variable_attribute:A.b' is not one of the sources '@filename', '@global_attribute:ATTRIBUTE'.`,
    );
    expect(await added('@filename', { type: '<U49', dimensions: 'TIEM' }, CUBE)).toEqual([
      `${AT}/schema/dimensions: 'TIEM' is not the name of a dimension. Did you mean 'TIME'?`,
    ]);
  });
});

describe('units of the schema', () => {
  const units = (text: string) =>
    problemsOf(changed(TABLE, { schema: { ...TABLE.schema, X: { type: 'float', units: text } } }));

  it('must be units, whatever names they have', async () => {
    expect(await units('%%')).toEqual(["/schema/X/units: '%%' is not a unit"]);
    expect(await units('days since yesterday')).toEqual(["/schema/X/units: 'days since yesterday' is not a unit"]);
    expect(await units('furlongs fortnight-1')).toEqual([]);
  });
});
