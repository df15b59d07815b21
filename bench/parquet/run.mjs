/**
 * Files to Parquet, whole processes: the command beside the straight-line script that a Python user would write.
 *
 * ```sh
 * CLOUD_OPTIMISED_TEST_DATA=… CLOUD_OPTIMISED_TEST_PYTHON=… node bench/parquet/run.mjs [one] [twenty] [flat] [help]
 * ```
 *
 * `one`: each real file alone. `twenty`: 20 copies of the Argo file, two workers. `flat`: peak memory at 10, 100 and 1,000 copies.
 * `help`: CPU seconds of `--help`. Python's bytecode should be compiled before (`python -m compileall`), the machine quiet.
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, lineOf, once } from '../measure.mjs';

const data = process.env.CLOUD_OPTIMISED_TEST_DATA;
const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON ?? 'python3';
if (!data) throw new Error('CLOUD_OPTIMISED_TEST_DATA names no folder of real files');

const command = fileURLToPath(new URL('../../dist/src/cli/bin/generic-cloud-optimised-creation.js', import.meta.url));
const script = fileURLToPath(new URL('straight_line.py', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'bench-parquet-'));
const fileOf = (part) =>
  join(
    data,
    'netcdf',
    readdirSync(join(data, 'netcdf')).find((name) => name.includes(part)),
  );
const argo = { name: 'argo', file: fileOf('2902093_prof') };
const mooring = { name: 'mooring_ctd_delayed_qc', file: fileOf('CDSTZ') };

const parts = { one: measureOne, twenty: measureTwenty, flat: measureFlat, help: measureHelp };
try {
  const asked = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await measure();
} finally {
  rmSync(work, { recursive: true });
}

function ours(name, input, workers) {
  const output = join(work, 'ours');
  const config = join(data, 'configs', `${name}.json`);
  const options = [
    '--config',
    config,
    '--input',
    input,
    '--output',
    output,
    '--json',
    ...(workers ? ['--workers', String(workers)] : []),
  ];
  return {
    command: [process.execPath, command, ...options],
    before: () => rmSync(output, { recursive: true, force: true }),
  };
}

function scripts(name, files) {
  return { command: [python, script, join(data, 'configs', `${name}.json`), join(work, 'script'), ...files] };
}

/** Both must have made the same number of rows, or the comparison is of nothing. */
function rowsOf({ command: mine, script: theirs }) {
  const rows = JSON.parse(mine.output.trim().split('\n').at(-1)).rows;
  if (!theirs.output.includes(`${rows} rows`)) throw new Error(`${rows} rows, but the script has ${theirs.output}`);
  return rows;
}

function tell(title, results) {
  const rows = rowsOf(results);
  console.log(`${title}: ${rows.toLocaleString('en')} rows`);
  for (const [name, sample] of Object.entries(results)) console.log(lineOf(name, sample, rows));
  console.log(`  ${(results.script.seconds / results.command.seconds).toFixed(2)} times as fast as the script\n`);
}

async function measureOne() {
  for (const { name, file } of [argo, mooring]) {
    const results = await inTurns({ command: ours(name, file), script: scripts(name, [file]) });
    tell(`One file (${basename(file).slice(0, 24)})`, results);
  }
}

function copies(count) {
  const folder = mkdtempSync(join(work, 'copies-'));
  const files = Array.from({ length: count }, (_, i) => join(folder, `${2900000 + i}_prof.nc`));
  for (const file of files) copyFileSync(argo.file, file);
  return { folder, files };
}

async function measureTwenty() {
  const { folder, files } = copies(20);
  tell('20 files, two workers', await inTurns({ command: ours('argo', folder, 2), script: scripts('argo', files) }));
}

async function measureFlat() {
  console.log('Peak memory, two workers');
  for (const count of [10, 100, 1000]) {
    const { folder } = copies(count);
    const contestant = ours('argo', folder, 2);
    contestant.before();
    const sample = await once(contestant.command);
    const { rows } = JSON.parse(sample.output.trim().split('\n').at(-1));
    console.log(lineOf(`${count} files`, sample, rows));
    rmSync(folder, { recursive: true });
  }
  console.log('');
}

async function measureHelp() {
  const { help } = await inTurns({ help: { command: [process.execPath, command, '--help'] } });
  console.log(`--help\n${lineOf('command', help)}`);
}
