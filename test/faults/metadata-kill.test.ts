import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSidecar } from '../../src/formats/parquet/index.js';
import { filesBelow } from '../support/dataset-state.js';
import { gridFile, gridsConfig, type SeenCube, seeCube } from '../support/grids.js';
import { eachState, everywhere, killAtEachPoint, type Scenario, type Site } from '../support/kill/scenario.js';
import { runCli } from '../support/run-cli.js';
import { csvOf, trackRows, tracksConfig } from '../support/tracks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-metadata-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (site: Site) => join(site.folder, 'config.json');
const places = (site: Site) => ['--config', configOf(site), '--output', site.output];

async function succeed(...[command, args]: Parameters<typeof runCli>): Promise<string> {
  const { status, stderr, stdout } = await runCli(command, args);
  if (status !== 0) throw new Error(`${command} ends with ${status}: ${stderr}${stdout}`);
  return stdout;
}

/** What a dataset is made of, how its config changes, and what a reader sees of it. */
interface Subject {
  readonly source: readonly [name: string, content: string | Uint8Array];
  readonly before: object;
  readonly after: object;
  /** The description of a variable and the title, as one text. */
  readonly see: (output: string) => Promise<string>;
}

const subjects: Readonly<Record<string, Subject>> = {
  table: {
    source: ['a.csv', csvOf(trackRows(2020))],
    before: tracksConfig(),
    after: trackedAnew(),
    see: async (output) => {
      const bytes = readFileSync(join(output, 'tracks.parquet/_common_metadata'));
      const { fields, globalAttributes } = readSidecar(bytes, 'it');
      const { comment } = fields.find(({ name }) => name === 'value')?.attributes ?? {};
      return `${comment} ${globalAttributes.title}`;
    },
  },
  'cube, v3': cubeIn(3),
  'cube, v2': cubeIn(2),
};

function trackedAnew(): object {
  const config = tracksConfig() as { schema: object; schema_transformation: object };
  const schema = { ...config.schema, value: { type: 'double', units: '1', comment: 'new' } };
  const schema_transformation = { ...config.schema_transformation, global_attributes: { set: { title: 'New' } } };
  return { ...config, schema, schema_transformation };
}

function cubeIn(format: 2 | 3): Subject {
  const told = ({ arrays, attributes }: SeenCube) => `${arrays.TEMP?.attributes.comment} ${attributes.title}`;
  return {
    source: ['a.nc', gridFile([1, 2])],
    before: gridsConfig({ zarr: { format } } as object),
    after: gridsConfig({
      zarr: { format },
      schema: { TEMP: { type: 'float', comment: 'new' }, QC: { type: 'float32', comment: 'new' } },
      schema_transformation: { global_attributes: { set: { title: 'New' } } },
    } as object),
    see: async (output) => told(await seeCube(join(output, 'grids.zarr'), format)),
  };
}

const unlocked = (output: string) => filesBelow(output).filter((key) => !key.endsWith('lock.json'));

function scenarioOf({ source: [name, content], before, after, see }: Subject): Scenario {
  const expectWhole = async ({ output }: Site, states: readonly string[]) => {
    const seen = await see(output);
    if (!states.includes(seen)) throw new Error(`readers see '${seen}'`);
  };
  // Each lane publishes for itself, under names of its own.
  const files = new Map<string, readonly string[]>();
  let old = '';
  return {
    async prepare(site) {
      writeFileSync(join(site.input, name), content);
      writeFileSync(configOf(site), JSON.stringify(before));
      await succeed('generic-cloud-optimised-creation', [...places(site), '--input', site.input, '--workers', '1']);
      files.set(site.output, unlocked(site.output));
      old = await see(site.output);
      writeFileSync(configOf(site), JSON.stringify(after));
    },
    command: (site) => ['update-metadata', places(site)],
    // Of the one writer of a cube the state after a change is that before the next.
    choose: name.endsWith('.nc') ? eachState : everywhere,
    poll: (site) => expectWhole(site, [old, 'new New']),
    async check(site) {
      await expectWhole(site, [old, 'new New']);
      await succeed('update-metadata', places(site));
      await expectWhole(site, ['new New']);
      expect(await succeed('update-metadata', places(site))).toContain('nothing to change');
      // A lock's half-written file stays until somebody takes the lock, which nobody does where there is nothing to change.
      if (unlocked(site.output).some((key) => key.includes('.~co-')))
        await succeed('update-metadata', [...places(site), '-o', '{"metadata_uuid": "other"}']);
      expect(unlocked(site.output)).toEqual(files.get(site.output));
    },
  };
}

describe('update-metadata killed before and after each of its changes', { timeout: 900_000 }, () => {
  it.each(Object.keys(subjects))('%s: readers see the old or the new, and the next run completes it', async (name) => {
    const { changes, points, killed, polls } = await killAtEachPoint(folder, scenarioOf(subjects[name] as Subject));
    console.log(`${name}: ${changes} changes, killed at ${killed} of ${points} points, ${polls} polls`);
    expect(killed).toBe(points);
    expect(changes).toBeGreaterThan(4);
  });
});
