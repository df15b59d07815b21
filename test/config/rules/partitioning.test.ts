import { describe, expect, it } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { changed, TABLE } from '../sample-config.js';

const AT = '/schema_transformation/partitioning';
const [TIME, SPACE] = TABLE.schema_transformation.partitioning;

const partitioned = (partitioning: unknown, more: object = {}) =>
  problemsOf(changed(TABLE, { schema_transformation: { partitioning, ...more } }));

describe('partitioning', () => {
  it('must be there', async () => {
    const { schema_transformation: _, ...bare } = TABLE;
    expect(await problemsOf(bare)).toEqual([
      ": the key 'schema_transformation' is missing, which a Parquet dataset needs for its partitioning",
    ]);
    expect(await problemsOf({ ...bare, schema_transformation: {} })).toEqual([
      "/schema_transformation: the key 'partitioning' is missing, which a Parquet dataset needs",
    ]);
  });

  it('has timestamp and polygon, unless told otherwise', async () => {
    expect(
      await partitioned([SPACE], { add_variables: { timestamp: { source: '@filename', schema: { type: 'string' } } } }),
    ).toEqual(
      [
        "/schema_transformation/add_variables/timestamp/source: '@partitioning:time_extent' needs an entry of 'partitioning' with the block 'time_extent'",
      ]
        .slice(1)
        .concat(
          `${AT}: no entry has the source_variable 'timestamp'; to do without, set 'skip_partitioning_validation' to true`,
        ),
    );
    expect(await partitioned([TIME, SPACE], { skip_partitioning_validation: true })).toEqual([]);
  });

  it('is by variables that exist', async () => {
    expect(
      await partitioned([{ source_variable: 'site_cod' }, TIME, SPACE], {
        add_variables: { site_code: { source: '@global_attribute:site_code', schema: { type: 'string' } } },
      }),
    ).toEqual([
      `${AT}/0/source_variable: 'site_cod' is neither in 'schema' nor in 'add_variables'. Did you mean 'site_code'?`,
    ]);
  });

  it('is by times and positions that exist', async () => {
    const time = { ...TIME, time_extent: { time_varname: 'TIEM', partition_period: 'Y' } };
    const space = { ...SPACE, spatial_extent: { lat_varname: 'LAT', lon_varname: 'lon', spatial_resolution: 5 } };
    expect(await partitioned([time, space])).toEqual([
      `${AT}/0/time_extent/time_varname: 'TIEM' is neither in 'schema' nor in 'add_variables'. Did you mean 'TIME'?`,
      `${AT}/1/spatial_extent/lat_varname: 'LAT' is neither in 'schema' nor in 'add_variables'.`,
      `${AT}/1/spatial_extent/lon_varname: 'lon' is neither in 'schema' nor in 'add_variables'.`,
    ]);
  });

  it('takes TIME where no variable is named', async () => {
    const time = { ...TIME, time_extent: { partition_period: 'Y' } };
    expect(await partitioned([time, SPACE])).toEqual([]);
    const schema = { JULD: { type: 'timestamp[ns]' }, LATITUDE: { type: 'float' }, LONGITUDE: { type: 'float' } };
    expect(
      await problemsOf({ ...changed(TABLE, { schema_transformation: { partitioning: [time, SPACE] } }), schema }),
    ).toEqual([`${AT}/0/time_extent/time_varname: 'TIME' is neither in 'schema' nor in 'add_variables'.`]);
  });

  it('is by no variable that is left out', async () => {
    expect(await partitioned([TIME, SPACE, { source_variable: 'TEMP' }], { drop_variables: ['TEMP'] })).toEqual([
      `${AT}/2/source_variable: 'TEMP' is left out by 'drop_variables'`,
    ]);
  });

  it.each(['Y', 'Q', 'M', 'D', 'h', 'min', 's', 'ms', 'us', 'ns'])('knows the period %s', async (partition_period) => {
    expect(await partitioned([{ ...TIME, time_extent: { time_varname: 'TIME', partition_period } }, SPACE])).toEqual(
      [],
    );
  });

  it('knows no other period', async () => {
    const [problem] = await partitioned([
      { ...TIME, time_extent: { time_varname: 'TIME', partition_period: 'W' } },
      SPACE,
    ]);
    expect(problem).toContain(`${AT}/0/time_extent/partition_period: 'W' is not one of 'Y', 'Q', 'M'`);
  });

  it('needs the block that its type tells of', async () => {
    expect(await partitioned([{ source_variable: 'timestamp', type: 'time_extent' }, SPACE])).toEqual([
      "/schema_transformation/add_variables/timestamp/source: '@partitioning:time_extent' needs an entry of 'partitioning' with the block 'time_extent'",
      `${AT}/0: the type 'time_extent' needs the block 'time_extent', which is missing`,
    ]);
  });

  it('needs whole degrees, and a cell that is known', async () => {
    const extent = { lat_varname: 'LATITUDE', lon_varname: 'LONGITUDE' };
    const space = (more: object) => ({ ...SPACE, spatial_extent: { ...extent, ...more } });
    expect(await partitioned([TIME, space({})])).toEqual([
      `${AT}/1/spatial_extent: the key 'spatial_resolution' is missing`,
    ]);
    expect(await partitioned([TIME, space({ spatial_resolution: 2.5 })])).toEqual([
      `${AT}/1/spatial_extent/spatial_resolution: '2.5' is a number, expected a whole number`,
    ]);
    expect(await partitioned([TIME, space({ spatial_resolution: 10, cell: 'grid' })])).toEqual([]);
    expect(await partitioned([TIME, space({ spatial_resolution: 10, cell: 'gird' })])).toEqual([
      `${AT}/1/spatial_extent/cell: 'gird' is not one of 'aodn' or 'grid'. Did you mean 'grid'?`,
    ]);
  });
});
