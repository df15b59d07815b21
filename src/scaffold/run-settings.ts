import type { Decisions } from './decisions.js';
import { filterFor } from './file-names.js';
import type { ProposalInput } from './propose-input.js';
import type { Samples } from './samples/reconcile.js';
import { tellBytes } from './spans.js';

/** Files whose results are held until they become visible together. */
const BATCH_BYTES = 2e9;
const MOST_IN_BATCH = 1000;

/** Where the files are, and how many become visible together. */
export function runSettings(input: ProposalInput, samples: Samples, format: string, decisions: Decisions) {
  return {
    paths: pathsOf(input, samples, decisions),
    batch_size: batchSize(samples, format, decisions),
    ...(input.s3Options && { s3_bucket_opts: { input_data: { s3_fs_opts: input.s3Options } } }),
  };
}

function pathsOf({ inspections, folder, archive }: ProposalInput, { family }: Samples, decisions: Decisions) {
  const stores = inspections.filter(({ uri }) => uri.endsWith('/') || family === 'zarr');
  if (stores.length > 0) return stores.map(({ uri }) => storePath(uri, archive.folder, folder, family));
  const names = inspections.map(({ uri }) => uri.split('/').at(-1) ?? uri);
  const proposed = filterFor(names);
  const question = 'Which files belong to the dataset? (a regular expression, searched for in their address)';
  const why =
    names.length === 1
      ? 'the name of the file, with any numbers in place of its long ones'
      : 'what the names of the samples have in common';
  const reason = `${why}${tellCaught(proposed, names, archive.names)}`;
  const filter = decisions.ask({ id: 'filter', pointer: '/run_settings/paths/0/filter', question, proposed, reason });
  return [{ s3_uri: folder, type: 'files', filter: [filter] }];
}

/** How many files of the folder a filter catches, where these are more than the samples, or not all. */
function tellCaught(filter: string, samples: readonly string[], names: readonly string[]): string {
  if (names.length <= samples.length) return '';
  const pattern = new RegExp(filter);
  const caught = names.filter((name) => pattern.test(`/${name}`)).length;
  return `; it catches ${caught} of the ${names.length} files of the folder`;
}

function storePath(uri: string, from: string, to: string, family: string) {
  const s3_uri = uri.startsWith(from) ? to + uri.slice(from.length) : uri;
  return family === 'zarr' ? { s3_uri, type: 'zarr' } : { s3_uri, type: 'parquet', partitioning: 'hive' };
}

function batchSize({ inspections }: Samples, format: string, decisions: Decisions): number {
  const largest = Math.max(1, ...inspections.map(({ bytes }) => bytes));
  const size = Math.max(1, Math.min(MOST_IN_BATCH, Math.floor(BATCH_BYTES / largest)));
  const what =
    format === 'zarr'
      ? 'steps become visible together, and chunks are written once for all of them'
      : 'files become visible together';
  decisions.note('batch', '/run_settings/batch_size', size, `${what}; files have up to ${tellBytes(largest)}`);
  return size;
}
