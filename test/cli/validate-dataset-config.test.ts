import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUBE, TABLE } from '../config/sample-config.js';
import { runCli } from '../support/run-cli.js';

const PLACEHOLDER = 'FILL UP MANUALLY - CHECK DOCUMENTATION';
const RESOURCE = { Description: 'Columns', Region: 'eu-west-1', Type: 'S3 Bucket' };
const [time, space] = TABLE.schema_transformation.partitioning;

/** Files that each have one fault, by name, and the line that tells of it. */
const FAULTS: Readonly<Record<string, { config: object; line: RegExp }>> = {
  'unknown-key.json': {
    config: { ...TABLE, run_settings: { btach_size: 5 } },
    line: /unknown-key\.json#\/run_settings\/btach_size: the key 'btach_size' is unknown\. Did you mean 'batch_size'\?/,
  },
  'wrong-type.json': {
    config: { ...TABLE, run_settings: { batch_size: 'many' } },
    line: /wrong-type\.json#\/run_settings\/batch_size: 'many' is text, expected a whole number/,
  },
  'wrong-column-type.json': {
    config: { ...TABLE, schema: { ...TABLE.schema, TEMP: { type: 'flaot' } } },
    line: /wrong-column-type\.json#\/schema\/TEMP\/type: 'flaot' is not a type of Parquet columns\. Did you mean 'float'\?/,
  },
  'placeholder.json': {
    config: { ...TABLE, metadata_uuid: PLACEHOLDER },
    line: /placeholder\.json#\/metadata_uuid: 'FILL UP MANUALLY - CHECK DOCUMENTATION' must be replaced/,
  },
  'orphan.json': {
    config: { ...TABLE, parent_config: 'nobody_main.json' },
    line: /orphan\.json#\/parent_config: No dataset config 'nobody_main\.json'/,
  },
  'circle-a.json': {
    config: { ...TABLE, parent_config: 'circle-b.json' },
    line: /circle-b\.json#\/parent_config: The parents of a config form a circle: \S+a\.json → \S+b\.json → \S+a\.json/,
  },
  'circle-b.json': {
    config: { parent_config: 'circle-a.json' },
    line: /circle-a\.json#\/parent_config: The parents of a config form a circle/,
  },
  'units.json': {
    config: {
      ...TABLE,
      schema_transformation: {
        ...TABLE.schema_transformation,
        add_variables: {
          ...TABLE.schema_transformation.add_variables,
          filename: { source: '@filename', schema: { type: 'string', units: '%%' } },
        },
      },
    },
    line: /units\.json#\/schema_transformation\/add_variables\/filename\/schema\/units: '%%' is not a unit/,
  },
  'schema-units.json': {
    config: { ...TABLE, schema: { ...TABLE.schema, TEMP: { type: 'float', units: 'm//s' } } },
    line: /schema-units\.json#\/schema\/TEMP\/units: 'm\/\/s' is not a unit/,
  },
  'time.json': {
    config: {
      ...TABLE,
      schema_transformation: {
        ...TABLE.schema_transformation,
        partitioning: [{ ...time, time_extent: { time_varname: 'TIEM', partition_period: 'M' } }, space],
      },
    },
    line: /time\.json#\/schema_transformation\/partitioning\/0\/time_extent\/time_varname: 'TIEM' is neither in 'schema' nor in 'add_variables'\. Did you mean 'TIME'\?/,
  },
  'dimension.json': {
    config: {
      ...CUBE,
      schema_transformation: {
        ...CUBE.schema_transformation,
        dimensions: { ...CUBE.schema_transformation.dimensions, time: { name: 'TYME', chunk: 3, append_dim: true } },
      },
    },
    line: /dimension\.json#\/schema_transformation\/dimensions\/time\/name: 'TYME' is not in 'schema', .* Did you mean 'TIME'\?/,
  },
  'append.json': {
    config: { target_dir: 'x.zarr', append_dim: 'time', variables: { chl: { encoding: { dtype: 'int3' } } } },
    line: /append\.json#\/variables\/chl\/encoding\/dtype: 'int3'/,
  },
};

describe('validate-dataset-config', () => {
  let folder: string;
  const fileOf = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-validate-'));
    for (const [name, { config }] of Object.entries(FAULTS)) writeFileSync(fileOf(name), JSON.stringify(config));
    writeFileSync(fileOf('right.json'), JSON.stringify(TABLE));
    writeFileSync(fileOf('append.yaml'), 'target_dir: x.zarr\nappend_dim: time\nfixed_dims: { lat: 4 }\n');
    writeFileSync(fileOf('broken.json'), '{"dataset_name": }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('tells all problems of all files at once, each with file, pointer and value', async () => {
    const names = [...Object.keys(FAULTS), 'broken.json', 'right.json'];
    const { status, stdout } = await runCli('validate-dataset-config', names, { cwd: folder });
    expect(status).toBe(1);
    for (const [name, { line }] of Object.entries(FAULTS)) expect(stdout, name).toMatch(line);
    const errors = stdout.split('\n').filter((line) => line.startsWith('  error: '));
    expect(errors).toHaveLength(names.length - 1);
    expect(stdout).toMatch(/broken\.json' cannot be read: it is not JSON/);
    expect(stdout).toMatch(/^right\.json: valid$/m);
  });

  it('ends with 0 where nothing is wrong, and knows the config of an append', async () => {
    const { status, stdout } = await runCli('validate-dataset-config', ['right.json', 'append.yaml'], { cwd: folder });
    expect([status, stdout]).toEqual([0, 'right.json: valid\nappend.yaml: valid\n']);
  });

  it('names placeholders of the registry entry as warnings, with status 0', async () => {
    const entry = {
      aws_opendata_registry: { Name: 'A', Contact: 'FILL_UP_MANUALLY', Resources: [{ ...RESOURCE, ARN: PLACEHOLDER }] },
    };
    writeFileSync(fileOf('entry.json'), JSON.stringify({ ...TABLE, ...entry }));
    const { status, stdout } = await runCli('validate-dataset-config', ['entry.json'], { cwd: folder });
    const told = (place: string, value: string) =>
      `  warning: ${fileOf('entry.json')}#/aws_opendata_registry/${place}: '${value}' is a placeholder, with which the registry would not take the entry\n`;
    expect([status, stdout]).toEqual([
      0,
      `entry.json: valid\n${told('Contact', 'FILL_UP_MANUALLY')}${told('Resources/0/ARN', PLACEHOLDER)}`,
    ]);
  });

  it('speaks of an append config where that is missing', async () => {
    const { status, stderr } = await runCli('zappend', ['-c', 'nope.yaml', 'slice.nc'], { cwd: folder });
    expect([status, stderr]).toEqual([
      1,
      "Error: No append config 'nope.yaml' in 'nope.yaml'. Give the path or address of the file, its ending included.\n",
    ]);
  });
});
