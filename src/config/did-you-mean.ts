import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean 'x'?` when one of the known names is close enough to what was written, else nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const lowered = written.toLowerCase();
  const nearest = closest(
    lowered,
    known.map((name) => name.toLowerCase()),
  );
  if (distance(lowered, nearest) > tolerance(written)) return '';
  return ` Did you mean '${known.find((name) => name.toLowerCase() === nearest)}'?`;
}

/** Letters that may be wrong: two of a short word, so that two may have changed places; one of what has three letters. */
function tolerance(written: string): number {
  return written.length <= 3 ? 1 : Math.max(2, Math.floor(written.length / 4));
}
