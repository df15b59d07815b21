import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/app/open-published.js';
import { publishDataset } from '../../../src/app/publish-dataset.js';
import { valueAt } from '../../../src/model/table/column.js';
import { PACKAGE } from '../../support/run-cli.js';
import { drawFrom, drawSelection } from './drawn.js';
import { type FileColumns, rowsOfFile } from './file-rows.js';
import { bruteForce, textOf } from './source-rows.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';
const folder = mkdtempSync(join(tmpdir(), 'co-query-real-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Case extends FileColumns {
  readonly name: string;
  readonly config: string;
  readonly file: string;
}

const PROFILES = { time: 'JULD', values: ['PRES', 'TEMP', 'PSAL'] };

function fileIn(directory: string, pattern: RegExp): string {
  const found = readdirSync(directory).find((name) => pattern.test(name));
  return join(directory, found ?? 'missing');
}

/** 200 selections, each held against the rows of the file. */
async function compare({ name, config, file, time, values }: Case): Promise<void> {
  const output = join(folder, name);
  const rows = await rowsOfFile(file, { time, values });
  const summary = await publishDataset({ config, input: [file], output, workers: 1 });
  expect(summary.rows).toBe(rows.length);
  const dataset = await openDataset(
    join(output, readdirSync(output).find((each) => each.endsWith('.parquet')) as string),
  );
  const columns = [time, 'LONGITUDE', 'LATITUDE', ...values];
  const draw = drawFrom(11);
  for (let at = 0; at < 200; at++) {
    const selection = drawSelection(draw, rows);
    const found: string[] = [];
    for await (const table of dataset.select({ ...selection, columns })) {
      const held = columns.map((column) => table.column(column));
      for (let row = 0; row < table.rows; row++)
        found.push(held.map((column) => String(valueAt(column, row))).join('|'));
    }
    const about = JSON.stringify(selection, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    // Tens of thousands of texts are compared at once: a list of differences would not be read.
    const same = found.sort().join('\n') === bruteForce(rows, selection).map(textOf).sort().join('\n');
    expect(same, about).toBe(true);
  }
  await dataset.close();
}

describe('queries of a published file equal those of the file', () => {
  it('for the sample of profiles', { timeout: 120_000 }, async () => {
    const file = join(PACKAGE, 'samples/argo/2900999_prof.nc');
    await compare({ name: 'sample', config: join(PACKAGE, 'dataset-configs/argo.json'), file, ...PROFILES });
  });

  it.skipIf(DATA === '')('for a real file of profiles', { timeout: 240_000 }, async () => {
    const file = join(DATA, 'netcdf/2902093_prof.nc');
    await compare({ name: 'profiles', config: join(DATA, 'configs/argo.json'), file, ...PROFILES });
  });

  it.skipIf(DATA === '')('for a real file of a mooring', { timeout: 240_000 }, async () => {
    const file = fileIn(join(DATA, 'netcdf'), /^IMOS_ANMN/);
    const config = join(DATA, 'configs/mooring_ctd_delayed_qc.json');
    await compare({ name: 'mooring', config, file, time: 'TIME', values: ['TEMP', 'PSAL', 'DEPTH'] });
  });
});
