/**
 * Queries of a dataset of 2,000 objects: ours beside pyarrow's scan of the same selection, as whole processes that write CSV, and
 * in processes that run already.
 *
 * ```sh
 * CLOUD_OPTIMISED_TEST_PYTHON=… node bench/query/run.mjs [whole] [inside]
 * ```
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataset, parseSelection } from '../../dist/src/index.js';
import { inTurns, lineOf } from '../measure.mjs';
import { makeDataset } from './make.mjs';

const RUNS = 5;
const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON ?? 'python3';
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const command = here('../../dist/src/cli/bin/cloud-optimised.js');

const COLUMNS = ['time', 'longitude', 'latitude', 'temperature'];
/** Each for ours and for the peer. */
const SELECTIONS = {
  'a box in a month': {
    ours: { time: '2013-03-01/2013-03-31T23:59:59', bbox: '100,-40,130,-10', columns: COLUMNS.join(',') },
    peer: { time: ['2013-03-01T00:00:00', '2013-03-31T23:59:59'], box: [100, -40, 130, -10], columns: COLUMNS },
  },
  'a box in all years': {
    ours: { bbox: '100,-40,130,-10' },
    peer: { box: [100, -40, 130, -10] },
  },
  'a year, all columns': {
    ours: { time: '2013-01-01/2013-12-31T23:59:59' },
    peer: { time: ['2013-01-01T00:00:00', '2013-12-31T23:59:59'] },
  },
  'a condition on all objects': {
    ours: { where: ['temperature > 29.9'], columns: COLUMNS.join(',') },
    peer: { warmer: 29.9, columns: COLUMNS },
  },
};

const work = mkdtempSync(join(tmpdir(), 'bench-query-'));
const parts = { whole: measureWhole, inside: measureInside };
try {
  const dataset = await makeDataset(work);
  const asked = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) await measure(dataset);
} finally {
  rmSync(work, { recursive: true });
}

async function measureWhole(dataset) {
  for (const [name, { ours, peer }] of Object.entries(SELECTIONS)) {
    const options = Object.entries(ours).flatMap(([option, value]) =>
      [value].flat().flatMap((each) => [`--${option}`, each]),
    );
    const results = await inTurns(
      {
        ours: { command: [process.execPath, command, 'query', dataset, ...options] },
        pyarrow: { command: [python, here('peer.py'), dataset, JSON.stringify(peer)] },
      },
      RUNS,
    );
    const rows = Object.values(results).map(({ output }) => output.trimEnd().split('\n').length - 1);
    console.log(`${name}, whole processes: ${rows.join(' and ')} rows`);
    if (rows[0] !== rows[1]) throw new Error('the two do not agree');
    for (const [who, sample] of Object.entries(results)) console.log(lineOf(who, sample));
    console.log(`  ${(results.pyarrow.seconds / results.ours.seconds).toFixed(2)} times as fast as pyarrow\n`);
  }
}

/** Opened anew each time, as pyarrow's dataset is; the peer runs between our runs. */
async function measureInside(path) {
  for (const [name, { ours, peer }] of Object.entries(SELECTIONS)) {
    const taken = [];
    let rows = 0;
    for (let run = 0; run <= RUNS; run++) {
      const begun = performance.now();
      rows = await countRows(path, ours);
      if (run > 0) taken.push((performance.now() - begun) / 1000);
    }
    const other = JSON.parse(
      execFileSync(python, [here('peer.py'), path, JSON.stringify(peer), String(RUNS)], { encoding: 'utf8' }),
    );
    if (other.rows !== rows) throw new Error(`${name}: ${rows} rows, pyarrow ${other.rows}`);
    const mine = taken.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
    const times = (other.seconds / mine).toFixed(2);
    console.log(
      `${name}, in process: ours ${mine.toFixed(3)} s, pyarrow ${other.seconds.toFixed(3)} s: ${times} times as fast`,
    );
  }
}

async function countRows(path, ours) {
  const dataset = await openDataset(path);
  let rows = 0;
  for await (const table of dataset.select(parseSelection(ours))) {
    for (const name of table.names) table.column(name);
    rows += table.rows;
  }
  await dataset.close();
  return rows;
}
