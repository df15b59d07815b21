import type { Point } from '../../contracts/published-dataset.js';
import type { Storage } from '../../contracts/storage.js';
import { positions, type Table } from '../../model/table/table.js';
import { ahead } from '../ahead.js';
import { fittingRows, placesOf } from '../conditions.js';
import { farnessFrom, leastFarness } from '../sphere.js';
import { groupArea } from './group-bounds.js';
import type { ObjectPlace } from './places.js';
import type { DatasetQuestion } from './question.js';
import { type GroupPlace, readGroup } from './read-group.js';
import { groupsIn, readFitting } from './select-rows.js';

/** Row groups that are read at the same time. */
const GROUPS = 4;

/** A row group with a row at the least farness that was found yet. */
interface Candidate {
  readonly group: GroupPlace;
  readonly farness: number;
}

/**
 * All rows at the position nearest to the point, among those that fit the rest of the selection. Folders are looked into from the
 * nearest on, until the next one cannot hold anything nearer than what was found.
 *
 * @param leastOf a farness that no row of an object can be below
 */
export async function* nearestRows(
  places: AsyncIterable<ObjectPlace>,
  storage: Storage,
  question: DatasetQuestion & { readonly point: Point },
  leastOf: (place: ObjectPlace) => number,
): AsyncGenerator<Table> {
  const search = new NearestSearch(storage, question);
  for (const [least, ring] of await ringsOf(places, leastOf)) {
    if (least > search.farness) break;
    await search.look(ring);
  }
  const { farness } = search;
  const candidates = search.found.toSorted((a, b) => compareGroups(a.group, b.group));
  const read = ({ group }: Candidate) =>
    readFitting(group, question, (table) => {
      const rows = farnesses(table, question);
      return Uint32Array.from(rows.keys()).filter((row) => rows[row] === farness);
    });
  for await (const table of ahead(candidates, GROUPS, read)) if (table) yield table;
}

/** Objects by how near they may have rows, nearest first. */
async function ringsOf(places: AsyncIterable<ObjectPlace>, leastOf: (place: ObjectPlace) => number) {
  const rings = new Map<number, ObjectPlace[]>();
  for await (const place of places) {
    const least = leastOf(place);
    const ring = rings.get(least);
    if (ring) ring.push(place);
    else rings.set(least, [place]);
  }
  return [...rings].sort(([a], [b]) => a - b);
}

function compareGroups(a: GroupPlace, b: GroupPlace): number {
  if (a.place.key === b.place.key) return a.start - b.start;
  return a.place.key < b.place.key ? -1 : 1;
}

class NearestSearch {
  readonly #storage: Storage;
  readonly #question: DatasetQuestion & { readonly point: Point };
  farness = Number.POSITIVE_INFINITY;
  found: Candidate[] = [];

  constructor(storage: Storage, question: DatasetQuestion & { readonly point: Point }) {
    this.#storage = storage;
    this.#question = question;
  }

  async look(ring: readonly ObjectPlace[]): Promise<void> {
    const groups = groupsIn(ring, this.#storage, this.#question);
    const measure = async (group: GroupPlace) => ({ group, farness: await this.#leastIn(group) });
    for await (const candidate of ahead(groups, GROUPS, measure)) this.#take(candidate);
  }

  #take(candidate: Candidate): void {
    if (candidate.farness > this.farness || candidate.farness === Number.POSITIVE_INFINITY) return;
    if (candidate.farness < this.farness) this.found = [];
    this.farness = candidate.farness;
    this.found.push(candidate);
  }

  async #leastIn(group: GroupPlace): Promise<number> {
    const { point, roles, lookedAt } = this.#question;
    const area = groupArea(group.object, group.group, roles);
    if (area === 'no values') return Number.POSITIVE_INFINITY;
    if (area && leastFarness(point, area) > this.farness) return Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    // Not-a-number is below nothing.
    for (const farness of farnesses(await readGroup(group, lookedAt, this.#question), this.#question))
      if (farness < least) least = farness;
    return least;
  }
}

/** How far each row lies; not-a-number where it does not fit, or lies nowhere. */
function farnesses(table: Table, { point, selection, roles, uri }: DatasetQuestion & { point: Point }): Float64Array {
  const flags = fittingRows(table, selection, roles, uri);
  const { longitudes, latitudes } = placesOf(table, roles, '--point', uri);
  const farness = farnessFrom(point);
  const rows = new Float64Array(table.rows).fill(Number.NaN);
  for (const row of flags ? positions(flags) : rows.keys())
    rows[row] = farness(longitudes[row] as number, latitudes[row] as number);
  return rows;
}
