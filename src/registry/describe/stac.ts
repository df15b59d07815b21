import type { RegistryEntry, Resource } from '../entry/registry-entry.generated.js';
import type { CatalogueBox } from '../geonetwork/index.js';
import type { DatasetExtent } from './extent.js';
import { addressIn, addressOf, mediaTypeOf, partyOf } from './parties.js';
import { spdxOf } from './spdx.js';

const SCIENTIFIC = 'https://stac-extensions.github.io/scientific/v1.0.0/schema.json';
const STORAGE = 'https://stac-extensions.github.io/storage/v1.0.0/schema.json';

/** Everywhere, for datasets of which nobody tells: STAC asks for a box. */
const EVERYWHERE: CatalogueBox = [-180, -90, 180, 90];

/**
 * A dataset as a collection of STAC 1.1.0 (Collection Specification), with its citation (Scientific Citation Extension 1.0.0) and
 * the region of its bucket (Storage Extension 1.0.0).
 *
 * @param id name of the dataset
 * @param licences SPDX identifiers by what entries have
 */
export function stacCollection(
  id: string,
  entry: RegistryEntry,
  extent: DatasetExtent,
  licences: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  return {
    type: 'Collection',
    stac_version: '1.1.0',
    stac_extensions: [...(entry.Citation === undefined ? [] : [SCIENTIFIC]), STORAGE],
    id,
    title: entry.Name,
    description: entry.Description,
    keywords: entry.Tags,
    license: spdxOf(entry.License, licences) ?? 'other',
    providers: [providerOf(entry)],
    extent: { spatial: { bbox: boxesOf(extent) }, temporal: { interval: intervalsOf(extent) } },
    ...(entry.Citation === undefined ? {} : { 'sci:citation': entry.Citation }),
    links: linksOf(entry),
    assets: assetsOf(entry.Resources),
  };
}

function providerOf({ ManagedBy }: RegistryEntry) {
  const { name, url } = partyOf(ManagedBy);
  return { name, roles: ['processor', 'host'], ...(url === undefined ? {} : { url }) };
}

/** The first box is around all of them. */
function boxesOf({ boxes }: DatasetExtent): readonly CatalogueBox[] {
  const [first = EVERYWHERE] = boxes;
  if (boxes.length < 2) return [first];
  const crosses = boxes.some(([west, , east]) => west > east);
  const south = Math.min(...boxes.map((box) => box[1]));
  const north = Math.max(...boxes.map((box) => box[3]));
  const west = crosses ? -180 : Math.min(...boxes.map((box) => box[0]));
  const east = crosses ? 180 : Math.max(...boxes.map((box) => box[2]));
  return [[west, south, east, north], ...boxes];
}

/** The first period is around all of them; one that is open at an end has `null` there. */
function intervalsOf({ periods }: DatasetExtent): readonly (readonly [string | null, string | null])[] {
  const all = periods.map(({ start, end }) => [start ?? null, end ?? null] as const);
  if (all.length < 2) return [all[0] ?? [null, null]];
  const starts = all.map(([start]) => start).sort();
  const ends = all.map(([, end]) => end).sort();
  return [
    [starts.includes(null) ? null : (starts[0] ?? null), ends.includes(null) ? null : (ends.at(-1) ?? null)],
    ...all,
  ];
}

function linksOf({ License, Documentation, DataAtWork }: RegistryEntry) {
  const licence = addressIn(License);
  const documentation = addressIn(Documentation);
  const uses = [
    ...(DataAtWork?.Tutorials ?? []),
    ...(DataAtWork?.['Tools & Applications'] ?? []),
    ...(DataAtWork?.Publications ?? []),
  ];
  return [
    ...(licence === undefined ? [] : [{ rel: 'license', href: licence, title: 'Licence' }]),
    ...(documentation === undefined ? [] : [{ rel: 'about', href: documentation, title: 'Documentation' }]),
    ...uses.map(({ Title, URL }) => ({ rel: 'related', href: URL, title: Title })),
  ];
}

function assetsOf(resources: readonly Resource[]) {
  const found = resources.flatMap((resource) => {
    const href = addressOf(resource);
    return href === undefined ? [] : [assetOf(resource, href)];
  });
  return Object.fromEntries(found.map((asset, at) => [at === 0 ? 'data' : `data-${at + 1}`, asset]));
}

function assetOf({ Description, Region, RequesterPays }: Resource, href: string) {
  const type = mediaTypeOf(href);
  return {
    href,
    title: Description,
    ...(type === undefined ? {} : { type }),
    roles: ['data'],
    'storage:platform': 'AWS',
    'storage:region': Region,
    'storage:requester_pays': RequesterPays ?? false,
  };
}
