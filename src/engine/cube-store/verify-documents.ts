import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '../../contracts/storage.js';
import { parseJson } from '../../formats/zarr/json-parser.js';
import type { Cube } from '../../model/zarr/array.js';
import type { Finding } from './finding.js';
import { inParallel } from './in-parallel.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Compares what the consolidated document tells with the documents of groups and arrays, and finds arrays that it does not tell of.
 * Without consolidation there is nothing to compare.
 */
export async function verifyDocuments(dataset: Storage, cube: Cube): Promise<Finding[]> {
  if (!cube.consolidated) return [];
  const told = await toldDocuments(dataset, cube);
  const findings = await inParallel([...told], ([key, members]) => compare(dataset, key, members));
  return [...findings.flat(), ...(await findUntold(dataset, cube, told))];
}

/** By key, what the consolidated document tells that the document there says. */
async function toldDocuments(dataset: Storage, { format }: Cube): Promise<ReadonlyMap<string, Members>> {
  if (format === 2) return entriesOf((await readMembers(dataset, '.zmetadata'))?.metadata, (key) => key);
  const root = await readMembers(dataset, 'zarr.json');
  const inline = root?.consolidated_metadata as Members | undefined;
  return entriesOf(inline?.metadata, (path) => `${path}/zarr.json`);
}

function entriesOf(value: unknown, keyOf: (name: string) => string): ReadonlyMap<string, Members> {
  const entries = Object.entries((value ?? {}) as Record<string, Members>);
  return new Map(entries.map(([name, members]) => [keyOf(name), members]));
}

async function compare(dataset: Storage, key: string, told: Members): Promise<Finding[]> {
  const own = await readMembers(dataset, key);
  if (!own && key.endsWith('.zattrs') && Object.keys(told).length === 0) return [];
  if (!own) return [{ subject: key, reason: 'is missing, but the consolidated document tells of it' }];
  if (isDeepStrictEqual(withoutInline(own), withoutInline(told))) return [];
  return [{ subject: key, reason: `differs from the consolidated document in ${differences(own, told).join(', ')}` }];
}

/** zarr-python tells of a nested group's own consolidated metadata in some places and not in others. */
function withoutInline({ consolidated_metadata: _, ...members }: Members): Members {
  return members;
}

function differences(own: Members, told: Members): string[] {
  const names = new Set([...Object.keys(own), ...Object.keys(told)]);
  names.delete('consolidated_metadata');
  return [...names].filter((name) => !isDeepStrictEqual(own[name], told[name])).map((name) => `'${name}'`);
}

async function findUntold(
  dataset: Storage,
  { format }: Cube,
  told: ReadonlyMap<string, Members>,
): Promise<readonly Finding[]> {
  if (!dataset.supportsListing) return [];
  const keys = (await dataset.listFolders('')).map((name) => `${name}/${format === 2 ? '.zarray' : 'zarr.json'}`);
  const untold = keys.filter((key) => !told.has(key));
  const heads = await inParallel(untold, (key) => dataset.head(key));
  return untold.flatMap((subject, index) =>
    heads[index] ? [{ subject, reason: 'is there, but the consolidated document does not tell of it' }] : [],
  );
}

async function readMembers(dataset: Storage, key: string): Promise<Members | undefined> {
  const bytes = await dataset.get(key);
  return bytes && (parseJson(new TextDecoder().decode(bytes)) as Members);
}
