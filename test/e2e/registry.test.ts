/** The command create-aws-registry-dataset as a person uses it: at a terminal, and without one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  answering,
  type CatalogueServer,
  recorded,
  startCatalogue,
  UUID,
} from '../registry/geonetwork/catalogue-server.js';
import { RegistryPlace, registryConfig } from '../registry/registry-place.js';
import { sampleEntry } from '../registry/sample-entry.js';
import { PACKAGE, runCli } from '../support/run-cli.js';
import { KEYS, runAtTerminal, type Typed } from '../support/terminal.js';

const SHELF = join(PACKAGE, 'dataset-configs');
const COMMAND = 'create-aws-registry-dataset';
const SCRIPT = `${PACKAGE}dist/src/cli/bin/${COMMAND}.js`;
const QUESTION = /Replace it\?.*\(y\/N\)/;
const answer = (keys: string): Typed => ({ at: QUESTION, keys });

let place: RegistryPlace;
let server: CatalogueServer;
beforeEach(async () => {
  place = new RegistryPlace();
  server = await startCatalogue();
});
afterEach(async () => {
  place.remove();
  await server.close();
});

const run = (...args: string[]) => runCli(COMMAND, args, { cwd: place.folder });

async function atTerminal(args: readonly string[], typed: readonly Typed[], env?: Record<string, string>) {
  const ran = await runAtTerminal([process.execPath, SCRIPT, ...args], typed, {
    cwd: place.folder,
    ...(env && { env }),
  });
  return { ...ran, text: stripVTControlCharacters(ran.screen).replaceAll('\r', '') };
}

const FROM_RECORD = () => ['-f', 'moorings.json', '-g', '--catalogue', server.catalogue];

/** A config whose name alone differs from what the record says. */
function writeNearlyEqual(): string {
  const record = {
    Description:
      "Profiles of conductivity, temperature and depth (CTD) taken each month at the network's moorings.\n\nSalinity < 2 is flagged. Quality is controlled in delayed mode.",
    Documentation: `${server.catalogue}/srv/eng/catalog.search#/metadata/${UUID}`,
    Citation:
      'The citation in a list of references is: "Harbour Mooring Facility [year-of-data-download], [Title], [data-access-URL], accessed [date-of-access]."',
  };
  place.write('moorings.json', registryConfig({ aws_opendata_registry: sampleEntry(record) }));
  return place.read('moorings.json');
}

describe('at a terminal', () => {
  it('shows what would change, and keeps the config to the byte when told no', async () => {
    const before = writeNearlyEqual();
    const { status, text, screen, left } = await atTerminal(FROM_RECORD(), [answer(`n${KEYS.enter}`)]);
    expect({ status, left }).toEqual({ status: 0, left: [] });
    expect(text).toContain('moorings: moorings.json#/aws_opendata_registry/Name (the record says otherwise)');
    expect(screen).toContain('\u001b[31m  - Mooring network profiles');
    expect(screen).toContain('\u001b[32m  + Mooring network – profiles of temperature & salinity');
    expect(place.read('moorings.json')).toBe(before);
    expect(parse(place.read('open-data-registry/moorings.yaml')).Name).toBe('Mooring network profiles');
  });

  it('keeps it when enter alone is pressed', async () => {
    const before = writeNearlyEqual();
    const { status, left } = await atTerminal(FROM_RECORD(), [answer(KEYS.enter)]);
    expect({ status, left, after: place.read('moorings.json') }).toEqual({ status: 0, left: [], after: before });
  });

  it('changes that value alone when told yes', async () => {
    const before = writeNearlyEqual();
    const { status } = await atTerminal(FROM_RECORD(), [answer(`y${KEYS.enter}`)]);
    expect(status).toBe(0);
    const title = 'Mooring network – profiles of temperature & salinity';
    expect(place.read('moorings.json')).toBe(before.replace('Mooring network profiles', title));
    expect(parse(place.read('open-data-registry/moorings.yaml')).Name).toBe(title);
  });

  it('leaves everything as it was on Ctrl-C, with status 130', async () => {
    writeNearlyEqual();
    const before = place.all();
    const { status, text, left } = await atTerminal(FROM_RECORD(), [answer(KEYS.interrupt)]);
    expect({ status, left }).toEqual({ status: 130, left: [] });
    expect(text).toContain('CO_INTERRUPTED: Interrupted before anything was changed.');
    expect(text).not.toContain('source');
    expect(place.all()).toEqual(before);
  });

  it('leaves what was agreed to before Ctrl-C unwritten, too: a config is written whole', async () => {
    place.write('moorings.json', registryConfig());
    const before = place.all();
    const { status } = await atTerminal(FROM_RECORD(), [answer(`y${KEYS.enter}`), answer(KEYS.interrupt)]);
    expect(status).toBe(130);
    expect(place.all()).toEqual(before);
  });

  it('asks nothing where nothing would be replaced, and nothing with --yes', async () => {
    place.write('moorings.json', registryConfig());
    expect((await atTerminal(['-f', 'moorings.json'], [])).text).not.toMatch(QUESTION);
    const { status, text } = await atTerminal([...FROM_RECORD(), '--yes'], []);
    expect(status).toBe(0);
    expect(text).not.toMatch(QUESTION);
    expect(JSON.parse(place.read('moorings.json')).aws_opendata_registry.Name).toContain('temperature & salinity');
  });

  it('asks before it replaces an entry that somebody changed', async () => {
    place.write('moorings.json', registryConfig());
    await run('-f', 'moorings.json');
    const byHand = place.read('open-data-registry/moorings.yaml').replace('Monthly', 'Daily');
    place.write('open-data-registry/moorings.yaml', byHand);
    const { text } = await atTerminal(['-f', 'moorings.json'], [answer(`n${KEYS.enter}`)]);
    expect(text).toContain('moorings: open-data-registry/moorings.yaml\n');
    expect(text).toContain('  - UpdateFrequency: Daily\n  + UpdateFrequency: Monthly');
    expect(place.read('open-data-registry/moorings.yaml')).toBe(byHand);
  });

  it('lets a person choose among configs where none is named', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a' }));
    place.write('b.json', registryConfig({ dataset_name: 'b' }));
    const keys = KEYS.down + KEYS.space + KEYS.enter;
    const { status, text } = await atTerminal(['-d', 'out'], [{ at: 'argo.json (shipped)', keys }]);
    expect(status, text).toBe(0);
    expect(Object.keys(place.all()).filter((path) => path.startsWith('out'))).toEqual(['out/b.yaml']);
  });

  it('has no colours where they are not wanted', async () => {
    writeNearlyEqual();
    const { screen } = await atTerminal(FROM_RECORD(), [answer(KEYS.enter)], { NO_COLOR: '1' });
    expect(screen).toContain('  - Mooring network profiles');
    expect(screen).not.toContain('\u001b[31m  -');
  });
});

describe('without a terminal', () => {
  it('refuses to replace, and names --yes', async () => {
    writeNearlyEqual();
    const before = place.all();
    const { status, stderr } = await run(...FROM_RECORD());
    expect(status).toBe(2);
    expect(stderr).toContain(
      "CO_REGISTRY_OVERWRITE: Nobody can be asked whether to replace 'moorings.json#/aws_opendata_registry/Name'; nothing was written.",
    );
    expect(stderr).toContain('--yes');
    expect(place.all()).toEqual(before);
  });

  it('replaces with --yes', async () => {
    writeNearlyEqual();
    const { status, stdout } = await run(...FROM_RECORD(), '--yes');
    expect([status, stdout]).toEqual([
      0,
      `moorings: written\n  moorings.json (Name)\n  open-data-registry/moorings.yaml\n1 entry: 1 written, 0 unchanged, 0 skipped, 0 failed; in open-data-registry\n`,
    ]);
  });

  it('describes a folder as JSON lines, and ends with 1 where an entry is wrong', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a' }));
    const refused = sampleEntry({ Tags: ['x'], Contact: '' });
    place.write('b.json', registryConfig({ dataset_name: 'b', aws_opendata_registry: refused }));
    place.write('registry-settings.json', { defaults: { Contact: 'desk@example.org' } });
    const before = place.all();
    const { status, stdout } = await run('-a', '-d', 'out', '--stac', '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(lines.map(({ type, dataset, outcome, code }) => [type, dataset, outcome, code])).toEqual([
      ['entry', 'a', 'written', undefined],
      ['entry', 'b', 'failed', 'CO_REGISTRY_ENTRY_INVALID'],
      ['summary', undefined, undefined, undefined],
    ]);
    expect(lines.at(-1)).toMatchObject({ entries: { written: 1, failed: 1 }, left: 0 });
    expect(place.all()).toMatchObject(before);
  });

  it('takes the whole address of a record', async () => {
    await server.close();
    server = await startCatalogue(answering(200, recorded('mooring-ctd.iso19139.xml')));
    place.write(
      'moorings.json',
      registryConfig({ metadata_uuid: undefined, aws_opendata_registry: sampleEntry({ Name: '' }) }),
    );
    const { status, stdout } = await run('-f', 'moorings', '-g', `${server.catalogue}/record.xml`, '--yes');
    expect([status, stdout]).toEqual([0, expect.stringContaining('moorings.json (Name, Description, License)')]);
  });

  it.each([
    ['no config', [], 'Give a config with -f'],
    ['two ways', ['-f', 'a', '-a'], 'Give one of -f, -a and --shipped'],
    ['a record for several', ['-a', '-g', UUID], 'One record cannot describe several datasets'],
    ['an option twice', ['-f', 'a', '-d', 'x', '-d', 'y'], '--directory is given twice'],
  ])('refuses %s', async (_, args, message) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`CO_USAGE: `);
    expect(stderr).toContain(message);
  });

  it('asks the published dataset where and when it lies', async () => {
    const published = ['--output', 'published'];
    await runCli('generic-cloud-optimised-creation', ['--config', 'argo', ...published], { cwd: place.folder });
    const { status, stdout } = await run('-f', 'argo', '--stac', '--extent', ...published);
    expect([status, stdout]).toEqual([0, expect.not.stringContaining('everywhere')]);
    const { extent } = JSON.parse(place.read('open-data-registry/argo.stac.json'));
    const [[west, south, east, north]] = extent.spatial.bbox;
    expect([west >= -180, south >= -90, west < east, south < north, north - south < 180]).toEqual(Array(5).fill(true));
    expect(extent.temporal.interval[0].map((moment: string) => moment.slice(0, 4))).toEqual(['2021', '2022']);
    expect((await run('-f', 'argo', '--extent', '--output', 'nowhere')).status).toBe(1);
  });

  it('runs as a script of a checkout, too', async () => {
    place.write('moorings.json', registryConfig());
    const ran = await runAtTerminal([process.execPath, `${PACKAGE}dist/scripts/${COMMAND}.js`, '-f', 'moorings'], [], {
      cwd: place.folder,
    });
    expect(ran.screen).toContain('1 entry: 1 written');
  });
});

describe('the shipped configs', () => {
  it('all give entries that the registry takes', async () => {
    const names = readdirSync(SHELF).filter((name) => name.endsWith('.json'));
    for (const name of names) place.write(name, readFileSync(join(SHELF, name), 'utf8'));
    const datasets = names.filter((name) => !name.endsWith('_main.json'));
    const { status, stdout } = await run('-a');
    expect(status, stdout).toBe(0);
    expect(stdout).toContain(
      `${datasets.length} entries: ${datasets.length} written, 0 unchanged, 0 skipped, 0 failed`,
    );
    for (const name of names) expect(place.read(name)).toBe(readFileSync(join(SHELF, name), 'utf8'));
  });
});
