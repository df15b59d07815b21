import { describe, expect, it } from 'vitest';
import { loadDatasetConfig } from '../../../src/config/index.js';
import { lookupIn } from '../memory-lookup.js';
import { problemsOf } from '../problems-of.js';
import { CUBE, changed, TABLE } from '../sample-config.js';

const AT = '/schema_transformation';
const cube = (schema_transformation: object) => problemsOf(changed(CUBE, { schema_transformation }));

describe('the transformation of a cube', () => {
  it('has dimensions and a template', async () => {
    const { schema_transformation: _, ...bare } = CUBE;
    expect(await problemsOf(bare)).toEqual([
      ": the key 'schema_transformation' is missing, which a Zarr dataset needs for its dimensions",
    ]);
    expect(await problemsOf({ ...bare, schema_transformation: {} })).toEqual([
      `${AT}: the key 'dimensions' is missing, which a Zarr dataset needs`,
      `${AT}: the key 'var_template_shape' is missing, which a Zarr dataset needs`,
    ]);
  });

  it('appends along exactly one dimension', async () => {
    expect(await cube({ dimensions: { latitude: { append_dim: true } } })).toEqual([
      `${AT}/dimensions: 2 dimensions have 'append_dim': true, expected exactly one`,
    ]);
    expect(await cube({ dimensions: { time: { append_dim: false } } })).toEqual([
      `${AT}/dimensions: 0 dimensions have 'append_dim': true, expected exactly one`,
    ]);
  });

  it('appends along the role time where no dimension says so', async () => {
    const { time: _, ...others } = CUBE.schema_transformation.dimensions;
    const timeless = (dimensions: object) =>
      problemsOf({ ...CUBE, schema_transformation: { ...CUBE.schema_transformation, dimensions } });
    expect(await timeless({ time: { name: 'TIME', chunk: 5 }, ...others })).toEqual([]);
    expect(await timeless(others)).toEqual([
      `${AT}/dimensions: no dimension has 'append_dim': true, and none has the role 'time'`,
    ]);
  });

  it('names variables of the schema', async () => {
    expect(
      await cube({ var_template_shape: 'UCURR', vars_incompatible_with_region: ['I', 'K'], skip_cftime_decode: ['x'] }),
    ).toEqual(
      [
        `${AT}/var_template_shape: 'UCURR' is not in 'schema'. Did you mean 'UCUR'?`,
        `${AT}/vars_incompatible_with_region/1: 'K' is not in 'schema'. Did you mean 'J'?`,
        `${AT}/skip_cftime_decode/0: 'x' is not in 'schema'. Did you mean 'J'?`,
      ].map((problem) => expect.stringContaining(problem.split(' Did')[0] ?? '')),
    );
    expect(await cube({ var_template_shape: ['UCUR', 'VCUR'] })).toEqual([
      expect.stringContaining(`${AT}/var_template_shape/1: 'VCUR'`),
    ]);
    expect(await cube({ var_template_shape: [] })).toEqual([`${AT}/var_template_shape: '[]' is empty`]);
    expect(await cube({ var_template_shape: '' })).toContain(`${AT}/var_template_shape: '' is empty`);
  });

  it('sorts by names of dimensions', async () => {
    expect(await cube({ dataset_sort_by: ['TIME', 'time'] })).toEqual([
      `${AT}/dataset_sort_by/1: 'time' is not the name of a dimension. Did you mean 'TIME'?`,
    ]);
  });

  it('has grids of steps or of values', async () => {
    const grid = (WAVELENGTH: object) => cube({ target_dimension_grids: { WAVELENGTH } });
    const at = `${AT}/target_dimension_grids/WAVELENGTH`;
    expect(await grid({ min: 397, max: 750, step: 0.5 })).toEqual([]);
    expect(await grid({ values: [1, 2] })).toEqual([]);
    expect(await grid({ min: 1, values: [1] })).toEqual([
      `${at}: a grid is told by 'min', 'max' and 'step', or else by 'values'`,
    ]);
    expect(await grid({ min: 1, max: 2 })).toEqual([
      `${at}: a grid is told by 'min', 'max' and 'step', or else by 'values'`,
    ]);
    expect(await grid({ min: 3, max: 2, step: 1 })).toEqual([`${at}/max: '2' is less than 'min', which is '3'`]);
    expect(await grid({ min: 1, max: 2, step: 0 })).toEqual([`${at}/step: '0' is not more than 0`]);
  });

  it('has NumPy dtypes', async () => {
    const typed = (type: string) =>
      problemsOf(changed(CUBE, { schema_transformation: {}, schema: { ...CUBE.schema, X: { type } } }));
    for (const type of [
      'float',
      'float32',
      'double',
      'datetime64[ns]',
      'timestamp[ns]',
      '<f8',
      '|S1',
      '<U49',
      'M8[ns]',
      'bool',
      'int16',
    ])
      expect(await typed(type), type).toEqual([]);
    expect(await typed('flota32')).toEqual([`/schema/X/type: 'flota32' is not a NumPy dtype. Did you mean 'float32'?`]);
    expect(await typed('timestamp[ms]')).toEqual([expect.stringContaining("'timestamp[ms]' is not a NumPy dtype")]);
  });

  it('means nothing for a table, nor the other way round: warnings', async () => {
    expect(await cube({ partitioning: [] })).toEqual([
      `(warning) ${AT}/partitioning: 'partitioning' has no meaning for the format 'zarr'`,
    ]);
    const table = changed(TABLE, { schema_transformation: { dimensions: {} } });
    expect(await problemsOf(table)).toEqual([
      `(warning) ${AT}/dimensions: 'dimensions' has no meaning for the format 'parquet'`,
    ]);
  });

  it('is appended to along a variable of the schema', async () => {
    const named = (name: string) => cube({ dimensions: { time: { name } } });
    const at = `${AT}/dimensions/time/name`;
    expect((await named('TYME'))[0]).toBe(
      `${at}: 'TYME' is not in 'schema', where the dimension that is appended to has to be. Did you mean 'TIME'?`,
    );
    const { TIME: _, ...timeless } = CUBE.schema;
    expect(await problemsOf({ ...CUBE, schema: timeless })).toEqual([
      `${at}: 'TIME' is not in 'schema', where the dimension that is appended to has to be.`,
    ]);
  });

  it('is told which other dimensions no variable has', async () => {
    const dimension = (name: string) => cube({ dimensions: { latitude: { name } } });
    const { J: _, ...noRows } = CUBE.schema;
    const without = (change: object) =>
      problemsOf({
        ...changed(CUBE, { schema_transformation: { vars_incompatible_with_region: ['I'], ...change } }),
        schema: noRows,
      });
    // `J` is among the dims of UCUR: it needs no coordinate.
    expect(await without({})).toEqual([]);
    expect(await without({ dimensions: { latitude: { name: 'JJ' } } })).toContain(
      `${AT}/dimensions/latitude/name: 'JJ' is neither in 'schema' nor among the 'dims' of its variables. Did you mean 'J'?`,
    );
    expect(await dimension('NOWHERE')).toContain(
      `${AT}/dimensions/latitude/name: 'NOWHERE' is neither in 'schema' nor among the 'dims' of its variables.`,
    );
  });

  it('is only warned of one that may be without coordinate, where no variable tells its dims', async () => {
    const UCUR = { type: 'float' };
    const { J: _, ...noRows } = { ...CUBE.schema, UCUR };
    const named = (name: string, schema: object) =>
      problemsOf({
        ...changed(CUBE, {
          schema_transformation: { vars_incompatible_with_region: ['I'], dimensions: { latitude: { name } } },
        }),
        schema,
      });
    const message = "is neither in 'schema' nor among the 'dims' of its variables.";
    expect(await named('J', noRows)).toEqual([`(warning) ${AT}/dimensions/latitude/name: 'J' ${message}`]);
    expect(await named('LATITUD', { ...noRows, LATITUDE: { type: 'double' } })).toEqual([
      `${AT}/dimensions/latitude/name: 'LATITUD' ${message} Did you mean 'LATITUDE'?`,
    ]);
  });

  it('may have dimensions that a run finds in the files only, of which that run warns', async () => {
    const files = {
      '/here/it.json': changed(CUBE, { schema_transformation: { dimensions: { latitude: { name: 'JJ' } } } }),
    };
    const { warnings } = await loadDatasetConfig('it.json', lookupIn(files));
    expect(warnings.map(({ pointer, severity }) => [pointer, severity])).toContainEqual([
      `${AT}/dimensions/latitude/name`,
      'warning',
    ]);
  });

  it('names the dims of a variable that are no dimensions, which a run takes as they are', async () => {
    const dims = (...names: string[]) =>
      problemsOf(changed(CUBE, { schema: { ...CUBE.schema, X: { type: 'float', dims: names } } }));
    expect(await dims('TIME', 'J')).toEqual([]);
    expect(await dims('J', 'TIEM', 'nv')).toEqual([
      "/schema/X/dims/1: 'TIEM' is not the name of a dimension. Did you mean 'TIME'?",
      "/schema/X/dims/2: 'nv' is not the name of a dimension.",
    ]);
  });
});
