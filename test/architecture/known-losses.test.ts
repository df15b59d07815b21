import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-file.js';

/** Rows of the table: id, and what it names in back quotes. */
const rows = readFileSync(join(ROOT, 'test/known-losses.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]\d\d /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', , tests = '', guards = '']) => ({ id, tests: quoted(tests), guards: quoted(guards) }));

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

describe('test/known-losses.md', () => {
  it('has the losses of Parquet datasets, cubes, appends, readers and safety', () => {
    const ids = rows.map(({ id }) => id);
    const wanted = (letter: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
    const all = { P: 12, Z: 11, A: 16, F: 7, X: 5 };
    expect(ids.toSorted()).toEqual(
      Object.entries(all)
        .flatMap(([letter, count]) => wanted(letter, count))
        .toSorted(),
    );
  });

  it.each(rows)('$id names tests whose titles begin with it', ({ id, tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const file of tests) {
      const path = join(ROOT, 'test', file);
      expect(existsSync(path), file).toBe(true);
      expect(readFileSync(path, 'utf8'), file).toMatch(new RegExp(`['"\`][^'"\`]*\\b${id}\\b`));
    }
  });

  it.each(rows)('$id names guards that exist', ({ guards }) => {
    const files = guards.filter((text) => /^[a-z0-9/-]+(\.ts|\/)$/.test(text));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(existsSync(join(ROOT, 'src', file)), file).toBe(true);
  });
});
