/**
 * One large NetCDF-4 file to Zarr: the command beside xarray, dask and zarr-python as whole processes, and in process beside the bare loop.
 *
 * ```sh
 * CLOUD_OPTIMISED_TEST_PYTHON=… node bench/zarr/run.mjs [whole] [loop]
 * ```
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishDataset } from '../../dist/src/index.js';
import { inTurns, lineOf } from '../measure.mjs';
import { bareLoop } from './bare-loop.mjs';

const RUNS = 5;
const CHUNK_BYTES = 720 * 1440 * 4;
const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON ?? 'python3';
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const command = here('../../dist/src/cli/bin/generic-cloud-optimised-creation.js');

const work = mkdtempSync(join(tmpdir(), 'bench-zarr-'));
const [source, offsets] = [join(work, 'sst.nc'), join(work, 'offsets.json')];
const output = join(work, 'ours');
const clear = () => rmSync(output, { recursive: true, force: true });

const parts = { whole: measureWhole, loop: measureLoop };
try {
  execFileSync(python, [here('make.py'), source, offsets], { stdio: 'inherit' });
  const asked = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await measure();
} finally {
  rmSync(work, { recursive: true });
}

async function measureWhole() {
  const options = ['--config', here('config.json'), '--input', source, '--output', output, '--workers', '2', '--json'];
  const results = await inTurns(
    {
      command: { command: [process.execPath, command, ...options], before: clear },
      xarray: { command: [python, here('peer.py'), source, join(work, 'peer.zarr')] },
    },
    RUNS,
  );
  execFileSync(python, [here('compare.py'), join(output, 'bench_zarr.zarr'), join(work, 'peer.zarr')], {
    stdio: 'inherit',
  });
  console.log('830 MB of float32, whole processes');
  for (const [name, sample] of Object.entries(results)) console.log(lineOf(name, sample));
  console.log(`  ${(results.xarray.seconds / results.command.seconds).toFixed(2)} times as fast as xarray\n`);
}

async function measureLoop() {
  const ours = [];
  const bare = [];
  for (let run = 0; run <= RUNS; run++) {
    clear();
    const start = performance.now();
    await publishDataset({ config: here('config.json'), input: [source], output, workers: 2 });
    const seconds = (performance.now() - start) / 1000;
    const limit = await bareLoop(source, offsets, join(work, 'bare'), CHUNK_BYTES);
    if (run === 0) continue;
    ours.push(seconds);
    bare.push(limit);
  }
  const [mine, limit] = [median(ours), median(bare)];
  console.log('830 MB of float32, in process, two workers');
  console.log(`  library ${mine.toFixed(2)} s, bare loop ${limit.toFixed(2)} s: ${(mine / limit).toFixed(2)} times\n`);
}

function median(samples) {
  return samples.sort((a, b) => a - b)[Math.floor(samples.length / 2)];
}
