import { chmodSync, cpSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CreateRegistryEntriesOptions, createRegistryEntries } from '../../src/app/create-registry-entry.js';
import type { RegistryEvent, ReplaceQuestion } from '../../src/app/registry-events.js';
import { PLACEHOLDER } from '../../src/config/rules/placeholder.js';
import { type CatalogueServer, startCatalogue, UUID } from '../registry/geonetwork/catalogue-server.js';
import { RegistryPlace, registryConfig } from '../registry/registry-place.js';
import { sampleEntry } from '../registry/sample-entry.js';
import { PACKAGE } from '../support/run-cli.js';

let place: RegistryPlace;
let server: CatalogueServer | undefined;
beforeEach(() => {
  place = new RegistryPlace();
});
afterEach(async () => {
  place.remove();
  await server?.close();
  server = undefined;
});

async function describeAll(options: Partial<CreateRegistryEntriesOptions> = {}) {
  const events: RegistryEvent[] = [];
  const summary = await createRegistryEntries({
    configs: ['moorings'],
    folder: 'out',
    replace: 'never',
    workingFolder: place.folder,
    observer: (event) => events.push(event),
    ...options,
  });
  return { summary, events, event: events[0] as RegistryEvent };
}

/** The catalogue that has the recorded record. */
async function catalogue(): Promise<string> {
  server = await startCatalogue();
  return server.catalogue;
}

const EMPTY = {
  Name: '',
  Description: PLACEHOLDER,
  Tags: ['oceans'],
  ManagedBy: 'Harbour',
  UpdateFrequency: 'Monthly',
};

describe('createRegistryEntries', () => {
  it('writes an entry that is whole, and leaves the config', async () => {
    const config = place.write('moorings.json', registryConfig());
    const before = place.read('moorings.json');
    const { event, summary } = await describeAll();
    expect(event).toEqual({
      type: 'entry',
      config: 'moorings',
      dataset: 'moorings',
      outcome: 'written',
      files: ['out/moorings.yaml'],
      fields: [],
      warnings: [],
    });
    expect(summary.entries).toEqual({ written: 1, unchanged: 0, skipped: 0, failed: 0 });
    expect(parse(place.read('out/moorings.yaml'))).toEqual(sampleEntry());
    expect(place.read('moorings.json')).toBe(before);
    expect(config).toBe(join(place.folder, 'moorings.json'));
    expect((await describeAll()).event.outcome).toBe('unchanged');
  });

  it('fills what says nothing from a record, without asking, and writes it back', async () => {
    const config = registryConfig({ aws_opendata_registry: EMPTY });
    place.write('moorings.json', config);
    place.write('registry-settings.json', { catalogue: await catalogue(), region: 'ap-southeast-2' });
    const { event } = await describeAll({ record: true });
    expect(event).toMatchObject({ outcome: 'written', files: ['moorings.json', 'out/moorings.yaml'] });
    const entry = parse(place.read('out/moorings.yaml'));
    expect(entry).toEqual({
      Name: 'Mooring network – profiles of temperature & salinity',
      Description: expect.stringContaining('Salinity < 2 is flagged.'),
      Documentation: `${server?.catalogue}/srv/eng/catalog.search#/metadata/${UUID}`,
      Contact: 'moorings@example.org',
      ManagedBy: 'Harbour',
      UpdateFrequency: 'Monthly',
      Tags: ['oceans'],
      License: 'http://creativecommons.org/licenses/by/4.0/',
      Citation: expect.stringContaining('Harbour Mooring Facility [year-of-data-download]'),
      Resources: [
        {
          Description: 'Mooring network – profiles of temperature & salinity, cloud-optimised (parquet)',
          ARN: 'arn:aws:s3:::harbour-data/published/moorings.parquet',
          Region: 'ap-southeast-2',
          Type: 'S3 Bucket',
        },
      ],
    });
    expect(JSON.parse(place.read('moorings.json'))).toEqual({ ...config, aws_opendata_registry: entry });
  });

  it('finds the catalogue in the address of the documentation', async () => {
    const Documentation = `${await catalogue()}/srv/eng/catalog.search#/metadata/${UUID}`;
    place.write('moorings.json', registryConfig({ aws_opendata_registry: { ...EMPTY, Documentation } }));
    await describeAll({ record: true });
    expect(server?.asked).toHaveLength(1);
  });

  it('asks of each value that would be replaced, and keeps those that are not agreed to', async () => {
    place.write('moorings.json', registryConfig());
    const before = place.read('moorings.json');
    const questions: ReplaceQuestion[] = [];
    const { event } = await describeAll({
      record: true,
      catalogue: await catalogue(),
      replace: async (question) => {
        questions.push(question);
        return question.place.endsWith('Description');
      },
    });
    const places = ['Name', 'Description', 'Documentation'];
    expect(questions.map((question) => question.place)).toEqual(
      places.map((field) => `moorings.json#/aws_opendata_registry/${field}`),
    );
    expect(questions[0]).toMatchObject({
      dataset: 'moorings',
      from: 'record',
      difference: [
        { sign: '-', text: 'Mooring network profiles' },
        { sign: '+', text: 'Mooring network – profiles of temperature & salinity' },
      ],
    });
    expect(event.fields).toEqual(['Description', 'Citation']);
    const after = JSON.parse(place.read('moorings.json')).aws_opendata_registry;
    expect(after).toMatchObject({
      Name: 'Mooring network profiles',
      Description: expect.stringContaining('Salinity < 2'),
    });
    const unchanged = (text: string) => text.split('\n').filter((line) => !/"(Description|Citation)":/.test(line));
    expect(unchanged(place.read('moorings.json'))).toEqual(unchanged(before));
  });

  it('refuses to replace where nobody can be asked, before anything is written', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a', aws_opendata_registry: EMPTY }));
    place.write('b.json', registryConfig({ dataset_name: 'b' }));
    mkdirSync(join(place.folder, 'out'));
    place.write('out/b.yaml', 'Name: by hand\n');
    const before = place.all();
    const refused = describeAll({ configs: ['a', 'b'], record: true, catalogue: await catalogue() });
    await expect(refused).rejects.toMatchObject({
      code: 'CO_REGISTRY_OVERWRITE',
      fields: {
        places: [
          ...['Name', 'Description', 'Documentation'].map((field) => `b.json#/aws_opendata_registry/${field}`),
          'out/b.yaml',
        ],
      },
    });
    expect(place.all()).toEqual(before);
  });

  it('replaces all of it where that was agreed to at once', async () => {
    place.write('moorings.json', registryConfig());
    const { event } = await describeAll({ record: true, catalogue: await catalogue(), replace: 'always' });
    expect(event.fields).toEqual(['Name', 'Description', 'Documentation', 'Citation']);
    const again = await describeAll({ record: true, catalogue: server?.catalogue });
    expect(again.event.outcome).toBe('unchanged');
  });

  it('asks before it replaces a file that somebody changed, not one that it wrote itself', async () => {
    place.write('moorings.json', registryConfig());
    await describeAll();
    place.write('moorings.json', registryConfig({ aws_opendata_registry: sampleEntry({ Citation: 'By hand.' }) }));
    await expect(describeAll()).rejects.toMatchObject({ code: 'CO_REGISTRY_OVERWRITE' });
    const kept = await describeAll({ replace: async () => false });
    expect(kept.event.outcome).toBe('unchanged');
    await describeAll({ replace: 'always' });
    place.write('registry-settings.json', { defaults: { ADXCategories: ['Environmental Data'] } });
    expect((await describeAll()).event).toMatchObject({ fields: ['ADXCategories'], outcome: 'written' });
  });

  it('writes the entry back into the child, not into its parent', async () => {
    const { aws_opendata_registry: _, ...child } = registryConfig({ parent_config: 'main.json' });
    place.write('main.json', { dataset_name: 'main', aws_opendata_registry: sampleEntry({ Tags: ['oceans'] }) });
    const main = place.read('main.json');
    place.write('moorings.json', child);
    const { event } = await describeAll({ record: true, catalogue: await catalogue(), replace: 'always' });
    expect(event.fields).toEqual(['Name', 'Description', 'Documentation', 'Citation']);
    expect(Object.keys(JSON.parse(place.read('moorings.json')).aws_opendata_registry)).toEqual(event.fields);
    expect(place.read('main.json')).toBe(main);
    expect(parse(place.read('out/moorings.yaml'))).toMatchObject({
      Tags: ['oceans'],
      ManagedBy: 'Harbour Mooring Facility',
    });
  });

  it('names each problem of an entry, and changes nothing', async () => {
    place.write('moorings.json', registryConfig({ aws_opendata_registry: { ...EMPTY, Tags: ['ocean'] } }));
    const before = place.all();
    const { event, summary } = await describeAll({ record: true, catalogue: await catalogue() });
    expect(event).toMatchObject({ outcome: 'failed', code: 'CO_REGISTRY_ENTRY_INVALID', files: [], fields: [] });
    expect(event.message).toContain('Nothing was changed');
    const file = join(place.folder, 'moorings.json');
    expect(event.message).toContain(
      `${file}#/aws_opendata_registry/Tags/0: 'ocean' is not one of the 397 known words.`,
    );
    expect(event.message).toContain(
      `${file}#/aws_opendata_registry/Resources/0/Region: '${PLACEHOLDER}' must be replaced`,
    );
    expect(summary.failures).toEqual([{ config: 'moorings', code: event.code, message: event.message }]);
    expect(place.all()).toEqual(before);
  });

  it('tells which of several sources said what the registry refuses', async () => {
    place.write('moorings.json', registryConfig({ aws_opendata_registry: sampleEntry({ Tags: [] }) }));
    place.write('registry-settings.json', { defaults: { Tags: ['ocean'] } });
    const { event } = await describeAll();
    expect(event.message).toContain(
      "Tags/0: 'ocean' is not one of the 397 known words. Did you mean 'oceans'? (from the settings)",
    );
  });

  it('leaves the configs of a folder whose entries the registry would refuse to the byte', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a', aws_opendata_registry: EMPTY }));
    place.write('b.json', registryConfig({ dataset_name: 'b', aws_opendata_registry: { ...EMPTY, Tags: ['ocean'] } }));
    place.write(
      'c.yaml',
      'dataset_name: c\ncloud_optimised_format: zarr\naws_opendata_registry: { Name: C } # short\n',
    );
    place.write('registry-settings.json', {
      region: 'ap-southeast-2',
      documentation: 'https://example.org/{name}',
      defaults: {
        Name: 'Dataset {name}',
        Description: 'All of {name}.',
        Contact: 'a@example.org',
        License: 'CC-BY-4.0',
      },
    });
    const before = place.all();
    const { events } = await describeAll({ all: { folder: '.' }, configs: undefined });
    expect(events.map(({ outcome, files }) => [outcome, files])).toEqual([
      ['written', ['a.json', 'out/a.yaml']],
      ['failed', []],
      ['failed', []],
    ]);
    expect(place.all()).toMatchObject({ 'b.json': before['b.json'], 'c.yaml': before['c.yaml'] });
    expect(Object.keys(place.all()).filter((path) => path.startsWith('out'))).toEqual(['out/a.yaml']);
  });

  it('describes all datasets of a folder, parents and other files left out; what fails does not keep the others', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a' }));
    place.write('b_main.json', { dataset_name: 'b_main' });
    place.write('c.json', registryConfig({ dataset_name: 'c', metadata_uuid: PLACEHOLDER }));
    place.write('d.json', '{');
    place.write('e.yaml', 'dataset_name: e\nparent_config: a.json\n');
    place.write('package.json', { name: 'x' });
    place.write('tsconfig.json', '{ /* no JSON */ }');
    const { events, summary } = await describeAll({ all: { folder: '.' }, configs: undefined });
    expect(events.filter(({ outcome }) => outcome === 'written').map(({ dataset }) => dataset)).toEqual(['c', 'e']);
    expect(summary.entries.failed).toBe(2);
    expect(Object.keys(place.all()).filter((path) => path.startsWith('out'))).toEqual(['out/c.yaml', 'out/e.yaml']);
    const none = await describeAll({
      all: { folder: '.' },
      configs: undefined,
      record: true,
      catalogue: await catalogue(),
    }).catch((error) => error);
    expect(none.code).toBe('CO_REGISTRY_OVERWRITE');
  });

  it('tells of a config without identifier, and of a record that is not there', async () => {
    place.write('a.json', registryConfig({ dataset_name: 'a', metadata_uuid: PLACEHOLDER }));
    place.write('b.json', registryConfig({ dataset_name: 'b', metadata_uuid: 'unknown' }));
    const { events } = await describeAll({ configs: ['a', 'b', 'c'], record: true, catalogue: await catalogue() });
    expect(events.map(({ code }) => code)).toEqual([
      'CO_REGISTRY_CONFIG',
      'CO_RECORD_NOT_FOUND',
      'CO_CONFIG_NOT_FOUND',
    ]);
    expect(Object.keys(place.all())).toEqual(['a.json', 'b.json']);
  });

  it('writes only what the collections call done', async () => {
    const head =
      'Cloud_Optimised_Collection_Name,AWS_Registry_Ready,AWS_Title,AWS_Tags,AWS_Citation,Cloud_Optimised_Conversion_Status';
    place.write(
      'c.csv',
      `${head}\na,Done,Title of a,oceans;radar,,Done\nb,Done,Title of b,,,In progress\nd,,Title of d,,,Done\nd,,,,,Done\n`,
    );
    for (const name of ['a', 'b', 'c', 'd'])
      place.write(`${name}.json`, registryConfig({ dataset_name: name, run_settings: {} }));
    const { events } = await describeAll({ configs: ['a', 'b', 'c', 'd'], collections: 'c.csv', replace: 'always' });
    expect(events.map(({ outcome, message, fields, warnings }) => [outcome, message, fields, warnings])).toEqual([
      ['written', undefined, ['Name', 'Tags'], []],
      ['skipped', 'its conversion is not done, the collections say', [], []],
      ['skipped', 'the collections do not have it', [], []],
      [
        'written',
        undefined,
        [],
        [
          'the collections do not call it ready for the registry; their fields were not taken',
          'it stands in several rows of the collections; one was taken',
        ],
      ],
    ]);
    expect(parse(place.read('out/a.yaml'))).toMatchObject({ Name: 'Title of a', Tags: ['oceans', 'radar'] });
    expect(JSON.parse(place.read('b.json')).aws_opendata_registry.Name).toBe('Mooring network profiles');
  });

  it('writes STAC and DCAT where they are asked for, with the extents of the record', async () => {
    place.write('moorings.json', registryConfig());
    const asked = { stac: true, dcat: true, record: true, catalogue: await catalogue(), replace: 'always' } as const;
    const { event } = await describeAll(asked);
    expect(event.files.slice(1)).toEqual(['out/moorings.yaml', 'out/moorings.stac.json', 'out/moorings.dcat.jsonld']);
    expect(JSON.parse(place.read('out/moorings.stac.json')).extent).toEqual({
      spatial: { bbox: [[113.5, -44, 153.6, -12.25]] },
      temporal: { interval: [['2008-02-11T23:00:00Z', null]] },
    });
    expect(JSON.parse(place.read('out/moorings.dcat.jsonld'))).toMatchObject({ '@type': 'dcat:Dataset' });
  });

  it('warns of what may be wrong', async () => {
    const entry = sampleEntry({ Tags: [] });
    place.write(
      'moorings.json',
      registryConfig({ run_settings: { optimised_bucket_name: 'other' }, aws_opendata_registry: entry }),
    );
    expect((await describeAll({ stac: true })).event.warnings).toEqual([
      "its Resources do not name 's3://other/moorings.parquet', where the config publishes it",
      'it has no Tags, by which it would be found',
      'nobody tells where it lies, so its STAC collection says: everywhere',
    ]);
  });

  it('does not write over a config that changed while somebody thought', async () => {
    place.write('moorings.json', registryConfig());
    const { event } = await describeAll({
      record: true,
      catalogue: await catalogue(),
      replace: async () => {
        place.write('moorings.json', '{"changed": true}');
        return true;
      },
    });
    expect(event).toMatchObject({ outcome: 'failed', code: 'CO_REGISTRY_NOT_WRITTEN' });
    expect(event.message).toContain('it changed meanwhile');
    expect(place.all()).toEqual({ 'moorings.json': '{"changed": true}' });
  });

  it('keeps the mode of a config, and follows a link to it', async () => {
    const target = place.write('target.json', registryConfig({ aws_opendata_registry: EMPTY }));
    chmodSync(target, 0o640);
    symlinkSync('target.json', join(place.folder, 'moorings.json'));
    place.write('registry-settings.json', { region: 'ap-southeast-2' });
    await describeAll({ record: true, catalogue: await catalogue() });
    expect(statSync(target).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(place.folder, 'moorings.json')).isSymbolicLink()).toBe(true);
    expect(JSON.parse(place.read('target.json')).aws_opendata_registry.Name).toContain('Mooring network');
  });

  it('does not change an installed package', async () => {
    const folder = join(place.folder, 'node_modules/p');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'moorings.json');
    writeFileSync(file, JSON.stringify(registryConfig({ aws_opendata_registry: EMPTY })));
    const { event } = await describeAll({ configs: [file], record: true, catalogue: await catalogue() });
    expect(event).toMatchObject({ outcome: 'failed', code: 'CO_REGISTRY_CONFIG' });
    expect(event.message).toContain('installed package');
  });

  it.each([
    ['unknown keys', { contact: 'x' }, "/contact: the key 'contact' is unknown"],
    ['wrong values', { region: 3 }, "/region: '3' is a number, expected text"],
  ])('refuses settings with %s', async (_, settings, message) => {
    place.write('moorings.json', registryConfig());
    place.write('registry-settings.json', settings);
    await expect(describeAll()).rejects.toMatchObject({
      code: 'CO_REGISTRY_SETTINGS',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a folder without configs, settings and collections that are not there', async () => {
    const refusal = (options: Partial<CreateRegistryEntriesOptions>) => expect(describeAll(options)).rejects;
    await refusal({ all: { folder: '.' } }).toMatchObject({ code: 'CO_REGISTRY_NO_CONFIG' });
    await refusal({ settings: 'none.json' }).toMatchObject({ code: 'CO_REGISTRY_SETTINGS' });
    await refusal({ collections: 'none.csv' }).toMatchObject({ code: 'CO_REGISTRY_COLLECTIONS' });
  });

  it('ends between two datasets when it is interrupted', async () => {
    for (const name of ['a', 'b', 'c']) place.write(`${name}.json`, registryConfig({ dataset_name: name }));
    const controller = new AbortController();
    const summary = await createRegistryEntries({
      configs: ['a', 'b', 'c'],
      folder: 'out',
      replace: 'never',
      workingFolder: place.folder,
      signal: controller.signal,
      observer: () => controller.abort(),
    });
    expect([summary.entries.written, summary.left]).toEqual([1, 2]);
  });
});

const REAL = process.env.CLOUD_OPTIMISED_TEST_DATA;

describe('a dataset without an entry', () => {
  it('is passed over among others, and told what it needs when it is named', async () => {
    place.write('moorings.json', registryConfig({ aws_opendata_registry: undefined }));
    const among = await describeAll({ all: { folder: '.' }, configs: undefined });
    expect(among.event).toMatchObject({
      outcome: 'skipped',
      message: expect.stringContaining('no aws_opendata_registry'),
    });
    const before = place.all();
    const named = await describeAll();
    expect(named.event).toMatchObject({ outcome: 'failed', code: 'CO_REGISTRY_ENTRY_INVALID' });
    expect(place.all()).toEqual(before);
  });
});

describe.each([
  ['shipped', join(PACKAGE, 'dataset-configs')],
  ['real', REAL && join(REAL, 'configs')],
])('all %s configs', (_, folder) => {
  it.skipIf(!folder)('have entries that the registry would take', async () => {
    cpSync(folder as string, join(place.folder, 'configs'), { recursive: true });
    const before = place.all();
    const { events, summary } = await describeAll({
      all: { folder: 'configs' },
      configs: undefined,
      stac: true,
      dcat: true,
    });
    expect(events.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(summary.entries.written).toBeGreaterThan(0);
    expect(place.all()).toMatchObject(before);
  });
});
