import type { ByteRun } from './byte-runs.js';
import type { SourceBytes } from './source-bytes.js';

/** Runs that lie no further apart than this are fetched together: a request costs more than so many bytes. */
const WIDEST_GAP = 256 * 1024;
/** Most bytes of one request. */
const LONGEST_FETCH = 16 * 1024 * 1024;
/** Most runs of one request. */
const MOST_RUNS = 65_536;
/** Requests under way at the same time. */
const CONCURRENCY = 4;

/** Runs that are fetched in one request, and where the first of them goes. */
interface Fetch extends ByteRun {
  readonly runs: readonly ByteRun[];
  readonly target: number;
}

/** Reads runs of bytes, one after the other, into `target`. */
export async function readRuns(source: SourceBytes, runs: Iterable<ByteRun>, target: Uint8Array): Promise<void> {
  const pending = fetchesOf(runs);
  const worker = async () => {
    for (const fetch of pending) scatter(await source.read(fetch.offset, fetch.length), fetch, target);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

function scatter(bytes: Uint8Array, fetch: Fetch, target: Uint8Array): void {
  let position = fetch.target;
  for (const { offset, length } of fetch.runs) {
    const start = offset - fetch.offset;
    target.set(bytes.subarray(start, start + length), position);
    position += length;
  }
}

/** Groups runs, which come in the order of the file, into requests. */
function* fetchesOf(runs: Iterable<ByteRun>): Generator<Fetch> {
  let group: ByteRun[] = [];
  let target = 0;
  for (const run of pieces(runs)) {
    if (group.length > 0 && !joins(group, run)) {
      yield fetchOf(group, target);
      target += bytesOf(group);
      group = [];
    }
    group.push(run);
  }
  if (group.length > 0) yield fetchOf(group, target);
}

function* pieces(runs: Iterable<ByteRun>): Generator<ByteRun> {
  for (const { offset, length } of runs)
    for (let done = 0; done < length; done += LONGEST_FETCH)
      yield { offset: offset + done, length: Math.min(LONGEST_FETCH, length - done) };
}

function joins(group: readonly ByteRun[], run: ByteRun): boolean {
  const first = group[0] as ByteRun;
  const last = group.at(-1) as ByteRun;
  const gap = run.offset - last.offset - last.length;
  return group.length < MOST_RUNS && gap <= WIDEST_GAP && run.offset + run.length - first.offset <= LONGEST_FETCH;
}

function fetchOf(runs: readonly ByteRun[], target: number): Fetch {
  const first = runs[0] as ByteRun;
  const last = runs.at(-1) as ByteRun;
  return { offset: first.offset, length: last.offset + last.length - first.offset, runs, target };
}

function bytesOf(runs: readonly ByteRun[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}
