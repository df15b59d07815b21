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

  it('Z08 refuses the later of two sources with the same step', () => {
    expect(rowsOf({ existing: [], brought: [[1, 2], [2, 3], [4], [5, 5]] }).refused).toEqual(['1 taken', '3 repeated']);
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
