/**
 * Real files with their real configs through the real command, read by pyarrow and DuckDB: the rows, folders, sums and times
 * that AODN's own tool made of them, and each value that xarray or pandas reads. Set CLOUD_OPTIMISED_TEST_PYTHON and
 * CLOUD_OPTIMISED_TEST_DATA; the commands must be built.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublishRun, publish } from '../support/run-cli.js';
import { GOLDEN, type GoldenDataset } from './golden.js';
import { PYTHON, runPython } from './python.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA;

interface ColumnFound {
  readonly type: string;
  readonly count: number;
  readonly sum?: number;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly values?: readonly string[];
}

interface DatasetFound {
  readonly rows: number;
  readonly objects: number;
  readonly partitions: Readonly<Record<string, number>>;
  readonly order: readonly string[];
  readonly columns: Readonly<Record<string, ColumnFound>>;
  readonly schemas: number;
  readonly duckdb: number;
  readonly sidecar: {
    readonly rows: number;
    readonly fields: Readonly<Record<string, { type: string; metadata: Record<string, string> }>>;
    readonly pairs: Readonly<Record<string, Record<string, unknown>>>;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'golden-'));
afterAll(() => rmSync(folder, { recursive: true }));

const configOf = (name: string) => join(DATA as string, 'configs', `${name}.json`);
const isReady = PYTHON !== undefined && DATA !== undefined;

describe.skipIf(!isReady).each(GOLDEN)('$config', (golden: GoldenDataset) => {
  const dataset = join(folder, `${golden.config}.parquet`);
  const source = join(DATA ?? '', golden.source);
  let run: PublishRun;
  let found: DatasetFound;

  beforeAll(async () => {
    run = await publish(['--config', configOf(golden.config), '--input', source, '--output', folder]);
    found = (await runPython('read_dataset.py', dataset)) as DatasetFound;
  });

  it('is published', () => {
    expect([run.status, run.summary.files]).toEqual([0, { published: 1, skipped: 0, failed: 0 }]);
    expect(run.summary.rows).toBe(golden.rows);
  });

  it('has the rows and folders of the golden run', () => {
    expect([found.rows, found.duckdb]).toEqual([golden.rows, golden.rows]);
    expect(found.partitions).toEqual(golden.partitions);
    expect(found.objects).toBe(Object.keys(golden.partitions).length);
    expect(found.schemas).toBe(1);
  });

  it.each(Object.entries(golden.columns))('has the values of %s', (name, wanted) => {
    const { [name]: column } = found.columns;
    for (const key of ['type', 'count', 'values'] as const)
      if (wanted[key] !== undefined) expect(column?.[key]).toEqual(wanted[key]);
    // The golden figures have ten digits at most.
    for (const key of ['sum', 'min', 'max'] as const) {
      const figure = wanted[key];
      if (figure !== undefined) expect(Number(column?.[key])).toBeCloseTo(figure, decimalsOf(figure));
    }
  });

  it('begins and ends at the golden times, within a microsecond', () => {
    const { column, first, last } = golden.time;
    const { [column]: times } = found.columns;
    expect(distance(times?.min, first)).toBeLessThanOrEqual(1000n);
    expect(distance(times?.max, last)).toBeLessThanOrEqual(1000n);
  });

  it('has no values in the columns that the file lacks, and in no others', () => {
    const empty = Object.entries(found.columns).filter(([, { count }]) => count === 0);
    expect(empty.map(([name]) => name).sort()).toEqual([...golden.empty].sort());
  });

  it('has its columns in the order of the schema', () => {
    const { fields, partitions } = schemaOf(golden.config);
    expect(found.order).toEqual(fields.filter((name) => !partitions.includes(name)));
    expect(Object.keys(found.sidecar.fields)).toEqual(fields);
  });

  it('tells its attributes in the sidecar', () => {
    const { document } = schemaOf(golden.config);
    const { rows, fields, pairs } = found.sidecar;
    expect([rows, Object.keys(fields).length]).toEqual([0, golden.fields]);
    const global = { title: golden.title, dataset_name: golden.config, metadata_uuid: document.metadata_uuid };
    expect(pairs.global_attributes).toMatchObject(global);
    const schema = document.schema as Record<string, Record<string, unknown>>;
    for (const [name, attributes] of Object.entries(schema)) {
      expect(pairs[name]).toEqual(attributes);
      const texts = Object.entries(attributes).map(([key, value]) => [key, asText(value)]);
      expect(fields[name]?.metadata).toEqual(Object.fromEntries(texts));
    }
  });

  it('holds each value that the source has', async () => {
    const compared = await runPython('compare_with_source.py', dataset, configOf(golden.config), source);
    const values = golden.rows * found.order.length;
    expect(compared).toEqual({ compared: values, rows: golden.rows, all_rows: golden.rows, differing: {} });
  });
});

describe.skipIf(!isReady)('files that are refused', () => {
  const refuse = async (config: string, input: string) => {
    const run = await publish(['--config', configOf(config), '--input', input, '--output', join(folder, 'refused')]);
    expect([run.status, run.summary.files.failed, run.summary.rows]).toEqual([1, 1, 0]);
    const [failure] = run.summary.failures;
    return { ...failure, dropped: run.summary.dropped };
  };

  it('P03 P12 a ship of which all times lie in the year 6062, but one that has no position', async () => {
    const name = 'IMOS_SOOP-SST_ST_20131229T235800Z_VMQ9273_FV01_C-20131230T005523Z.nc';
    const { code, message, dropped } = await refuse('vessel_sst_delayed_qc', join(DATA as string, 'netcdf', name));
    expect(code).toBe('CO_TABLE_EMPTY');
    expect(dropped).toEqual({ time_out_of_range: 1438, position_out_of_range: 1 });
    expect(message).toContain('1438 rows dropped as time_out_of_range, 1 rows dropped as position_out_of_range');
  });

  it('an empty file', async () => {
    const path = join(folder, 'DUMMY.nc');
    writeFileSync(path, '');
    expect((await refuse('vessel_sst_delayed_qc', path)).code).toBe('CO_FILE_EMPTY');
  });

  it('a file of another dataset', async () => {
    const { code, message } = await refuse('argo', join(DATA as string, GOLDEN[1]?.source ?? ''));
    expect(code).toBe('CO_HANDLER_SOURCE');
    expect(message).toContain("does not end in '_prof.nc'");
  });
});

/** Fields of a config in their order: the schema's, then those of add_variables; and the partitions among them. */
function schemaOf(config: string) {
  const document = JSON.parse(readFileSync(configOf(config), 'utf8'));
  const { add_variables: added, partitioning } = document.schema_transformation;
  const partitions = partitioning.map((entry: { source_variable: string }) => entry.source_variable) as string[];
  return { document, fields: [...Object.keys(document.schema), ...Object.keys(added)], partitions };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As many decimals as the figure is told with, less one for its own rounding. */
function decimalsOf(figure: number): number {
  return Math.max((String(figure).split('.')[1] ?? '').length - 1, 0);
}

/** Nanoseconds between a count since 1970 and a time in ISO 8601. */
function distance(count: string | number | undefined, iso: string): bigint {
  const [seconds, fraction = ''] = iso.split('.') as [string, string];
  const wanted = BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction);
  const difference = BigInt(count ?? 0) - wanted;
  return difference < 0n ? -difference : difference;
}
