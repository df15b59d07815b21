/** Runs docs/guides/describe-a-dataset-for-the-registry.md as a reader would, at a terminal, with a catalogue on this machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CatalogueServer, startCatalogue } from '../registry/geonetwork/catalogue-server.js';
import { KEYS, runAtTerminal } from '../support/terminal.js';
import { blocksOf } from './markdown.js';
import { Stage } from './stage.js';

const GUIDE = 'docs/guides/describe-a-dataset-for-the-registry.md';
const CATALOGUE = 'https://catalogue.example.org/geonetwork';

describe(GUIDE, () => {
  let stage: Stage;
  let server: CatalogueServer;
  beforeAll(async () => {
    stage = await Stage.open();
    server = await startCatalogue();
  });
  afterAll(async () => {
    await stage.close();
    await server.close();
  });

  it('runs from the top to its end, and shows what it tells', { timeout: 120_000 }, async () => {
    const screens: string[] = [];
    for (const { language, text, line } of blocksOf(GUIDE)) {
      if (language === 'sh') {
        const commands = text.replaceAll(CATALOGUE, server.catalogue);
        const env = { PATH: stage.path, NO_COLOR: '1' };
        const yes = [{ at: /Replace it\?.*\(y\/N\)/, keys: `y${KEYS.enter}` }];
        const { screen } = await runAtTerminal(['bash', '-c', commands], yes, { cwd: stage.folder, env });
        screens.push(stripVTControlCharacters(screen).replaceAll('\r', ''));
      }
      if (language === '') expect(screens.at(-1), `${GUIDE}:${line}`).toContain(text.trimEnd());
    }
    const entry = parse(readFileSync(join(stage.folder, 'open-data-registry/moorings.yaml'), 'utf8'));
    expect(entry).toMatchObject({
      Name: 'Mooring network – profiles of temperature & salinity',
      Contact: 'desk@harbour.example.org',
      Tags: ['oceans', 'netcdf'],
      Resources: [{ ARN: 'arn:aws:s3:::harbour-data/moorings.parquet', Region: 'ap-southeast-2' }],
    });
  });
});
