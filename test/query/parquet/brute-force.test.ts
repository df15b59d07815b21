import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDataset } from '../../../src/app/publish-dataset.js';
import type { PublishedDataset, Selection } from '../../../src/contracts/published-dataset.js';
import type { StoredObject } from '../../../src/contracts/storage.js';
import { isFixed, valueAt } from '../../../src/model/table/column.js';
import { openParquetDataset } from '../../../src/query/parquet/index.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import { filesBelow } from '../../support/dataset-state.js';
import { type S3TestServer, startS3Server } from '../../support/s3-server/server.mjs';
import { writeAt } from '../../support/tracks.js';
import { type Request, watched } from '../zarr/watched.js';
import { drawFrom, drawSelection } from './drawn.js';
import { mayHold, type Piece, pieceOf } from './expected-folders.js';
import { configOf, type TrackLayout, writeTracks } from './made-tracks.js';
import { bruteForce, distance, type SourceRow, textOf } from './source-rows.js';

const LAYOUTS: readonly TrackLayout[] = [
  { name: 'yearly', period: 'Y', resolution: 10, cell: 'aodn' },
  { name: 'monthly', period: 'M', resolution: 7, cell: 'grid', cellsFirst: true },
  { name: 'eastwards', period: 'Q', resolution: 5, cell: 'aodn', eastwards: true },
];
const SELECTIONS = 200;

const folder = mkdtempSync(join(tmpdir(), 'co-query-'));
let s3: S3TestServer;
beforeAll(async () => {
  s3 = await startS3Server({ buckets: ['published'] });
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
}, 60_000);

const NAMES = ['time', 'longitude', 'latitude', 'value', 'id'];

/** What a query gives, as `textOf` tells it; sorted. */
async function rowsOf(dataset: PublishedDataset, selection: Selection): Promise<string[]> {
  const rows: string[] = [];
  for await (const table of dataset.select({ ...selection, columns: NAMES })) {
    expect(table.names).toEqual(NAMES);
    const columns = NAMES.map((name) => table.column(name));
    expect(columns.every(isFixed)).toBe(true);
    for (let row = 0; row < table.rows; row++) rows.push(columns.map((column) => valueAt(column, row)).join('|'));
  }
  return rows.sort();
}

async function openWatched(object: StoredObject) {
  const { storage, requests } = watched(object.storage);
  const dataset = await openParquetDataset({ ...object, storage });
  if (!dataset) throw new Error(`nothing at ${object.uri}`);
  requests.length = 0;
  return { dataset, requests };
}

/** Folders of the data that were read. */
function foldersRead(requests: readonly Request[]): Set<string> {
  const keys = requests.map(({ key }) => key).filter((key) => key.endsWith('.parquet'));
  return new Set(keys.map((key) => key.slice(key.indexOf('.parquet/') + 9, key.lastIndexOf('/'))));
}

/** Where each piece of the dataset lies, by the ids of its rows: read from the objects, not from their names. */
async function piecesOf(layout: TrackLayout, rows: readonly SourceRow[]): Promise<Map<string, Piece[]>> {
  const path = join(folder, 'out', `${layout.name}.parquet`);
  const { parquetReadObjects, asyncBufferFromFile } = await import('hyparquet');
  const byId = new Map(rows.map((row) => [row.rest.split('|')[1] as string, row]));
  const pieces = new Map<string, Piece[]>();
  for (const key of filesBelow(path).filter((name) => name.endsWith('.parquet'))) {
    const records = await parquetReadObjects({ file: await asyncBufferFromFile(join(path, key)), columns: ['id'] });
    const found = records.map(({ id }) => pieceOf(byId.get(String(id)) as SourceRow, layout));
    pieces.set(key.slice(0, key.lastIndexOf('/')), found);
  }
  return pieces;
}

describe.each(LAYOUTS)('a dataset of tracks ($name)', (layout) => {
  const input = join(folder, 'in', layout.name);
  const path = join(folder, 'out', `${layout.name}.parquet`);
  let rows: SourceRow[];
  let pieces: Map<string, Piece[]>;
  beforeAll(async () => {
    rows = writeTracks(input, layout);
    const config = writeAt(folder, `${layout.name}.json`, JSON.stringify(configOf(layout)));
    const summary = await publishDataset({ config, input: [input], output: join(folder, 'out'), workers: 1 });
    expect(summary).toMatchObject({ rows: rows.length, dropped: {} });
    pieces = await piecesOf(layout, rows);
  }, 60_000);

  /** Asks, and holds rows and folders against those that are worked out. */
  async function compare(object: StoredObject, count: number, seed: number): Promise<void> {
    const { dataset, requests } = await openWatched(object);
    const draw = drawFrom(seed);
    let hits = 0;
    for (let at = 0; at < count; at++) {
      const selection = drawSelection(draw, rows);
      requests.length = 0;
      const expected = bruteForce(rows, selection);
      const about = JSON.stringify(selection, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      expect(await rowsOf(dataset, selection), about).toEqual(expected.map(textOf).sort());
      const read = foldersRead(requests);
      const point = selection.point;
      const least = point && expected[0] ? distance(expected[0], point) : Number.POSITIVE_INFINITY;
      const needed = new Set(expected.map((row) => row.rest));
      hits += needed.size > 0 ? 1 : 0;
      for (const [name, held] of pieces) {
        if (read.has(name))
          expect(
            held.some((piece) => mayHold(piece, selection, least)),
            `${name} of ${about}`,
          ).toBe(true);
      }
    }
    // Questions that nothing answers would show little.
    expect(hits).toBeGreaterThan(count / 2);
  }

  const local = async () => createStorageResolver().resolve(path);

  it(`gives the rows of the sources for ${SELECTIONS} selections, and looks only where they may be`, async () => {
    await compare(await local(), SELECTIONS, 1);
  }, 120_000);

  it('does so without a ledger, from its folders alone', async () => {
    cpSync(path, join(folder, 'bare', `${layout.name}.parquet`), { recursive: true });
    const object = await createStorageResolver().resolve(join(folder, 'bare', `${layout.name}.parquet/`));
    await compare(object, SELECTIONS, 2);
  }, 120_000);

  it('gives them without a sidecar, too, by statistics', async () => {
    const bare = join(folder, 'untold', `${layout.name}.parquet`);
    cpSync(path, bare, { recursive: true });
    rmSync(join(bare, '_common_metadata'));
    const { dataset } = await openWatched(await createStorageResolver().resolve(`${bare}/`));
    const draw = drawFrom(4);
    for (let at = 0; at < 25; at++) {
      const selection = drawSelection(draw, rows);
      expect(await rowsOf(dataset, selection)).toEqual(bruteForce(rows, selection).map(textOf).sort());
    }
  }, 120_000);

  it('does so on S3', async () => {
    for (const key of filesBelow(join(folder, 'out')))
      s3.put('published', `a/${key}`, readFileSync(join(folder, 'out', key)));
    const { endpoint, accessKeyId, secretAccessKey } = s3;
    const resolver = createStorageResolver({ s3: { endpoint, accessKeyId, secretAccessKey, region: 'us-east-1' } });
    await compare(await resolver.resolve(`s3://published/a/${layout.name}.parquet`), 25, 3);
    await resolver.close();
  }, 120_000);

  it('looks into the partition whose start is the very end that is asked for', async () => {
    const { dataset } = await openWatched(await local());
    for (const start of new Set([...pieces.values()].flat().map((piece) => piece.start))) {
      const selection = { time: { start: start - 1n, end: start } };
      expect(await rowsOf(dataset, selection)).toEqual(bruteForce(rows, selection).map(textOf).sort());
    }
  });
});
