/**
 * Slices appended to a cube: our `zappend` beside zappend itself, as whole processes.
 *
 * ```sh
 * CLOUD_OPTIMISED_TEST_ZAPPEND=… node bench/append/run.mjs [nc] [zarr] [flat]
 * ```
 *
 * `nc`, `zarr`: 100 slices of 12 MB. `flat`: 1,000 tiny slices, with the time per slice at slice 10 and at slice 1,000.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, lineOf, once } from '../measure.mjs';

const RUNS = 5;
/** The Python that zappend is installed in. */
const python = process.env.CLOUD_OPTIMISED_TEST_ZAPPEND;
if (!python) throw new Error('CLOUD_OPTIMISED_TEST_ZAPPEND names no Python that has zappend');

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bin = here('../../dist/src/cli/bin/zappend.js');
const work = mkdtempSync(join(tmpdir(), 'bench-append-'));
const clear = (target) => () => {
  for (const path of [target, join(work, '_ledger')]) rmSync(path, { recursive: true, force: true });
};

const parts = {
  nc: () => measureSlices('nc', 100, RUNS),
  zarr: () => measureSlices('zarr', 100, RUNS),
  flat: measureFlat,
};
try {
  const asked = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await measure();
} finally {
  rmSync(work, { recursive: true });
}

function slicesOf(kind, count) {
  const folder = join(work, kind);
  execFileSync(python, [here('make.py'), folder, kind, String(count)], { stdio: 'inherit' });
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function contestants(slices) {
  const [ours, theirs] = [join(work, 'ours.zarr'), join(work, 'theirs.zarr')];
  return {
    ours: { command: [process.execPath, bin, '-t', ours, ...slices], before: clear(ours) },
    zappend: { command: [python, '-m', 'zappend.cli', '-t', theirs, ...slices], before: clear(theirs) },
  };
}

async function measureSlices(kind, count, runs) {
  const slices = slicesOf(kind, count);
  const results = await inTurns(contestants(slices), runs);
  execFileSync(python, [here('compare.py'), join(work, 'ours.zarr'), join(work, 'theirs.zarr')], { stdio: 'inherit' });
  console.log(`${count} slices, ${kind}`);
  for (const [name, sample] of Object.entries(results)) console.log(lineOf(name, sample));
  console.log(`  ${(results.zappend.seconds / results.ours.seconds).toFixed(2)} times as fast as zappend\n`);
}

/** Whole runs of n and n + 50 slices differ by the time of 50 slices more: at the beginning, and at the end. */
async function measureFlat() {
  const slices = slicesOf('tiny', 1050);
  const { ours } = contestants([]);
  const seconds = async (count) => {
    const samples = [];
    for (let run = 0; run < RUNS; run++) {
      ours.before();
      samples.push((await once([...ours.command, ...slices.slice(0, count)])).seconds);
    }
    return samples.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  };
  const [first, early, late, last] = [await seconds(10), await seconds(60), await seconds(1000), await seconds(1050)];
  const all = await inTurns(contestants(slices.slice(0, 1000)), 1);
  console.log('1,000 tiny slices');
  for (const [name, sample] of Object.entries(all)) console.log(lineOf(name, sample));
  const [begin, end] = [(early - first) / 50, (last - late) / 50];
  console.log(
    `  a slice takes ${(begin * 1000).toFixed(1)} ms from slice 10, ${(end * 1000).toFixed(1)} ms from slice 1,000\n`,
  );
}
