import { expect } from 'vitest';
import type { Placement } from '../../../src/engine/cube/placement.js';

/** Where a row comes from: a source (-1: the cube of before) and the row there. */
export type RowOrigin = { readonly source: number; readonly row: number } | 'fill';

/** The origin of each row. Fails where a row is filled twice, or lies outside. */
export function rowsOf({ length, kept, pieces }: Placement): RowOrigin[] {
  const rows: RowOrigin[] = Array.from({ length }, () => 'fill');
  for (const { source, runs } of [{ source: -1, runs: kept }, ...pieces]) {
    for (const { from, to, count } of runs) {
      expect(count).toBeGreaterThan(0);
      for (let offset = 0; offset < count; offset++) {
        expect(rows[to + offset]).toBe('fill');
        rows[to + offset] = { source, row: from + offset };
      }
    }
  }
  return rows;
}
