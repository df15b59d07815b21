import type { Json } from '../config/json.js';

/** One line of a difference: it goes (`-`), comes (`+`), or stays. */
export interface DifferenceLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** Lines that stay around those that change. */
const CONTEXT = 2;

/** How two values differ, line by line: texts as they are, all else as indented JSON. Far from changes, lines are left out. */
export async function differenceOf(before: Json | undefined, after: Json): Promise<DifferenceLine[]> {
  const { diffLines } = await import('diff');
  const lines = diffLines(`${shown(before)}\n`, `${shown(after)}\n`).flatMap(({ added, removed, value }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ sign, text }) as const);
  });
  return lines.filter((line, at) => line.sign !== ' ' || isNearChange(lines, at));
}

function isNearChange(lines: readonly DifferenceLine[], at: number): boolean {
  return lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== ' ');
}

function shown(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
