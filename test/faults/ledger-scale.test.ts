import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDatasetConfig } from '../../src/config/index.js';
import type { LedgerEntry } from '../../src/contracts/ledger.js';
import type { SourceFile } from '../../src/contracts/reader.js';
import { Ledger } from '../../src/engine/ledger/ledger.js';
import { findSources } from '../../src/pipeline/sources.js';
import { createStorageResolver, MemoryStorage, type S3Options } from '../../src/storage/index.js';
import type { PublishRun } from '../support/run-cli.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { writeAt } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const SOURCES = 100_000;
const MAX_MS = 20_000;
const MAX_KILOBYTES = 350_000;

const PEAK = fileURLToPath(new URL('../support/peak-memory.cjs', import.meta.url));
const CELL =
  '01030000000100000005000000000000000000244000000000000044C00000000000003E4000000000000044C00000000000003E40';

let place: Workplace;

beforeEach(() => {
  place = new Workplace();
});

afterEach(() => place.remove());

/** Names as archives have them, a thousand to a folder. */
function nameOf(index: number): string {
  const number = String(index).padStart(6, '0');
  return `${2000 + Math.floor(index / 5000)}/${number.slice(0, 3)}/IMOS_ANMN-NSW_CDSTZ_20210429T015500Z_SYD140_FV01-${number}.csv`;
}

/** Nine objects for each source, in some of 5,000 folders with names of usual length. */
function objectsOf(index: number, file: string): string[] {
  return Array.from({ length: 9 }, (_, i) => {
    const year = Date.UTC(2000 + ((index + i) % 25), 0) / 1000;
    const cell = CELL + String((index * 7 + i) % 200).padStart(4, '0') + CELL.slice(0, 80);
    return `timestamp=${year}/polygon=${cell}/${file}-0123abcd-0123456789.parquet`;
  });
}

/** The ledger's objects after all these sources were published in batches of a hundred. */
async function ledgerOf(sources: readonly SourceFile[], config: string): Promise<Map<string, Uint8Array>> {
  const storage = new MemoryStorage('ledger');
  const ledger = await Ledger.open(storage);
  for (let start = 0; start < sources.length; start += 100) {
    const entries = sources.slice(start, start + 100).map(({ uri, name, size, version }, i): LedgerEntry => {
      return { source: uri, size, version, config, rows: 1000, objects: objectsOf(start + i, name), dropped: {} };
    });
    await ledger.commit(`batch${start}`, { entries, forgotten: [], failures: [], removals: [] });
    await ledger.merge(`merge${start}`);
  }
  const objects = new Map<string, Uint8Array>();
  for await (const { key } of storage.list('')) objects.set(key, (await storage.get(key)) as Uint8Array);
  return objects;
}

async function hashOf(config: string): Promise<string> {
  const readText = async (uri: string) => readFileSync(uri, 'utf8');
  return (await loadDatasetConfig(config, { readText, workingFolder: place.folder, shippedFolder: place.folder })).hash;
}

async function sourcesIn(uri: string, s3: S3Options = {}): Promise<readonly SourceFile[]> {
  const resolver = createStorageResolver({ s3 });
  const { sources } = await findSources(resolver, [{ uri, type: 'files', required: true }]);
  await resolver.close();
  return sources;
}

/** A re-run over everything; gives its summary's counts and the largest memory it had, in kB. */
async function rerun(args: readonly string[], env: Record<string, string> = {}): Promise<[PublishRun, number]> {
  const peak = join(place.folder, 'peak');
  const run = await place.publish(args, {
    env: { ...env, NODE_OPTIONS: `--require ${PEAK}`, CO_PEAK_FILE: peak },
  });
  return [run, Number(readFileSync(peak, 'utf8'))];
}

function report(name: string, { ms }: PublishRun, kilobytes: number, more = ''): void {
  console.log(
    `${name}: ${SOURCES} finished sources in ${(ms / 1000).toFixed(1)} s, ${Math.round(kilobytes / 1000)} MB${more}`,
  );
}

describe('a re-run over 100,000 finished sources', () => {
  const finished = { published: 0, skipped: SOURCES, failed: 0 };

  it('on a disk takes seconds and little memory', async () => {
    for (let i = 0; i < SOURCES; i++) place.source(nameOf(i), 'x');
    const ledger = await ledgerOf(await sourcesIn(place.input), await hashOf(place.config));
    for (const [key, data] of ledger) writeAt(join(place.output, '_ledger/tracks.parquet'), key, data);
    const [run, kilobytes] = await rerun(['--workers', '2']);
    report('on a disk', run, kilobytes, `, ${ledger.size} ledger documents`);
    expect([run.status, run.summary.files]).toEqual([0, finished]);
    expect(run.ms).toBeLessThan(MAX_MS);
    expect(kilobytes).toBeLessThan(MAX_KILOBYTES);
  });

  it('in S3 also makes few requests', async () => {
    const server = await startS3Server({ buckets: ['in', 'out'] });
    for (let i = 0; i < SOURCES; i++) server.put('in', `files/${nameOf(i)}`, 'x');
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const sources = await sourcesIn('s3://in/files/', { endpoint, accessKeyId, secretAccessKey });
    const ledger = await ledgerOf(sources, await hashOf(place.config));
    for (const [key, data] of ledger) server.put('out', `data/_ledger/tracks.parquet/${key}`, data);
    server.resetCounters();
    const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const args = ['--input', 's3://in/files/', '--output', 's3://out/data', '--workers', '2'];
    const [run, kilobytes] = await rerun(args, { ...env, AWS_REGION: 'us-east-1' });
    const requests = { ...server.counters };
    await server.close();
    report('in S3', run, kilobytes, `, ${JSON.stringify(requests)}`);
    expect([run.status, run.summary.files]).toEqual([0, finished]);
    expect(run.ms).toBeLessThan(MAX_MS);
    expect(kilobytes).toBeLessThan(MAX_KILOBYTES);
    expect(requests.ListObjectsV2).toBeLessThanOrEqual(SOURCES / 1000 + 5);
    expect(Object.values(requests).reduce((sum, count) => sum + count, 0)).toBeLessThan(SOURCES / 1000 + 100);
  });
});
