import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeBatch } from '../../../src/pipeline/cube/place-batch.js';

interface Request extends Partial<Pick<Parameters<typeof placeBatch>[0], 'replaced' | 'ifExists'>> {
  readonly existing: readonly number[];
  readonly brought: readonly (readonly number[])[];
}

/** Where each row comes from: `a` for the cube, or the position of a source, with the row there. */
function rowsOf(request: Request) {
  const { existing, brought, replaced = brought.map(() => []), ifExists = 'replace' } = request;
  const { placement, refused } = placeBatch({
    existing: Float64Array.from(existing),
    brought: brought.map((labels) => Float64Array.from(labels)),
    replaced,
    ifExists,
  });
  const rows: string[] = new Array(placement.length).fill('?');
  const put = (name: string, runs: readonly { from: number; to: number; count: number }[]) => {
    for (const { from, to, count } of runs) for (let i = 0; i < count; i++) rows[to + i] = `${name}${from + i}`;
  };
  put('a', placement.kept);
  for (const { source, runs } of placement.pieces) put(String(source), runs);
  return { rows: rows.join(' '), refused: refused.map(({ source, reason }) => `${source} ${reason}`) };
}

interface Step {
  readonly label: number;
  /** Of which version of which source it is; -1 for one that the ledger does not know. */
  readonly origin: string;
}

/** A cube whose steps are those of earlier versions, and of others. */
function startOf(others: readonly number[], versions: readonly { readonly before: readonly number[] }[]): Step[] {
  const owner = new Map(others.map((label) => [label, 'other']));
  for (const [source, { before }] of versions.entries()) for (const label of before) owner.set(label, `old ${source}`);
  return [...owner].map(([label, origin]) => ({ label, origin })).sort((a, b) => a.label - b.label);
}

/** What becomes of a cube and of what each source has in it. */
class Cube {
  #steps: readonly Step[];
  readonly #owned = new Map<number, string[]>();
  readonly #told: unknown[] = [];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    for (const { label, origin } of steps) {
      const source = Number(/^old (.*)$/.exec(origin)?.[1] ?? -1);
      this.#owned.set(source, [...(this.#owned.get(source) ?? []), String(label)]);
    }
  }

  publish(batch: readonly number[], versions: readonly { readonly now: readonly number[] }[], ifExists: 'replace') {
    const now = (position: number) => versions[batch[position] ?? 0]?.now ?? [];
    const { placement, refused, counts } = placeBatch({
      existing: Float64Array.from(this.#steps, ({ label }) => label),
      brought: batch.map((_, position) => Float64Array.from(now(position))),
      replaced: batch.map((source) => this.#owned.get(source) ?? []),
      ifExists,
    });
    const steps = new Array<Step>(placement.length);
    for (const { from, to, count } of placement.kept)
      for (let i = 0; i < count; i++) steps[to + i] = this.#steps[from + i] as Step;
    const out = new Set(refused.map(({ source }) => source));
    for (const [position, source] of batch.entries()) if (!out.has(position)) this.#owned.set(source, []);
    for (const { source, runs } of placement.pieces)
      for (const { from, to, count } of runs)
        for (let i = 0; i < count; i++) {
          const label = now(source)[from + i] as number;
          steps[to + i] = { label, origin: `new ${batch[source]} ${from + i}` };
          this.#own(batch[source] as number, String(label));
        }
    this.#steps = steps;
    this.#told.push(...refused.map(({ source, row }) => `${batch[source]} refused for ${row}`));
    // What comes after the cube of before may come before what another source of the batch brings.
    for (const { source, appended, inserted, replaced, skipped } of counts)
      this.#told.push({ source: batch[source], fresh: appended + inserted, replaced, skipped });
  }

  #own(source: number, label: string): void {
    for (const [other, labels] of this.#owned)
      this.#owned.set(
        other,
        labels.filter((own) => own !== label),
      );
    this.#owned.set(source, [...(this.#owned.get(source) ?? []), label]);
  }

  told() {
    const told = this.#told.map((one) => JSON.stringify(one)).sort();
    return { steps: this.#steps, told, owned: [...this.#owned].map(([source, own]) => [source, own.sort()]).sort() };
  }
}

describe('placeBatch', () => {
  it('takes out what earlier versions brought, before it places the new ones', () => {
    const existing = [1, 2, 5, 6, 9];
    expect(rowsOf({ existing, brought: [[5, 7, 9, 11]], replaced: [['1', '5', '9']] })).toEqual({
      rows: 'a1 00 a3 01 02 03',
      refused: [],
    });
  });

  it('keeps runs of the cube in one piece across steps that come back to their place', () => {
    const existing = Float64Array.from([1, 2, 3, 4, 5, 6]);
    const { placement } = placeBatch({
      existing,
      brought: [Float64Array.of(3, 4)],
      replaced: [['3', '4']],
      ifExists: 'error',
    });
    expect(placement.kept).toEqual([
      { from: 0, to: 0, count: 2 },
      { from: 4, to: 4, count: 2 },
    ]);
    expect(placement.pieces).toEqual([{ source: 0, runs: [{ from: 0, to: 2, count: 2 }] }]);
  });

  it('follows the policy for steps of others alone', () => {
    const existing = [1, 2, 3];
    const batch = { existing, brought: [[2, 3, 4]], replaced: [['2']] };
    expect(rowsOf({ ...batch, ifExists: 'replace' }).rows).toBe('a0 00 01 02');
    expect(rowsOf({ ...batch, ifExists: 'skip' }).rows).toBe('a0 00 a2 02');
    expect(rowsOf({ ...batch, ifExists: 'error' }).refused).toEqual(['0 exists']);
  });

  it('Z08 follows it for steps of an earlier source of the batch too, and refuses a source with a step twice', () => {
    const batch = { existing: [], brought: [[1, 2], [2, 3], [4], [5, 5]] };
    expect(rowsOf(batch)).toEqual({ rows: '00 10 11 20', refused: ['3 repeated'] });
    expect(rowsOf({ ...batch, ifExists: 'skip' }).rows).toBe('00 01 11 20');
    expect(rowsOf({ ...batch, ifExists: 'error' }).refused).toEqual(['1 taken', '3 repeated']);
  });

  it('tells which steps a source lost to a later one', () => {
    const brought = [[1, 2, 3], [3, 2], [2]].map((labels) => Float64Array.from(labels));
    const none = brought.map(() => []);
    const { lost } = placeBatch({ existing: new Float64Array(), brought, replaced: none, ifExists: 'replace' });
    expect([...lost]).toEqual([
      [0, [2, 1]],
      [1, [1]],
    ]);
  });

  it('comes to the same as a batch for each source', () => {
    const labels = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 6 });
    const sources = fc.array(fc.record({ before: labels, now: labels.map((now) => now.toSorted((a, b) => a - b)) }), {
      minLength: 1,
      maxLength: 5,
    });
    const policies = fc.constantFrom('replace', 'skip', 'error') as fc.Arbitrary<'replace' | 'skip' | 'error'>;
    const check = (others: number[], versions: { before: number[]; now: number[] }[], ifExists: 'replace') => {
      const start = startOf(others, versions);
      const together = new Cube(start);
      together.publish([...versions.keys()], versions, ifExists);
      const apart = new Cube(start);
      for (const source of versions.keys()) apart.publish([source], versions, ifExists);
      expect(together.told()).toEqual(apart.told());
    };
    fc.assert(fc.property(labels, sources, policies as fc.Arbitrary<'replace'>, check), { numRuns: 3000 });
  });

  it('takes out steps for good where nothing comes instead', () => {
    expect(rowsOf({ existing: [1, 2, 3], brought: [[7]], replaced: [['1', '2', '3']] }).rows).toBe('00');
  });

  it('holds for a great many steps', () => {
    const existing = Array.from({ length: 20_000 }, (_, i) => i);
    const own = existing.filter((label) => label % 2 === 0);
    const { rows } = rowsOf({ existing, brought: [own], replaced: [own.map(String)] });
    expect(rows.split(' ')).toEqual(existing.map((label) => (label % 2 === 0 ? `0${label / 2}` : `a${label}`)));
  });
});
