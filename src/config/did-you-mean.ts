import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean 'x'?` when one of the known names is close enough to what was written, else nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const lowered = written.toLowerCase();
  const nearest = closest(
    lowered,
    known.map((name) => name.toLowerCase()),
  );
  if (distance(lowered, nearest) > Math.max(1, Math.floor(written.length / 3))) return '';
  return ` Did you mean '${known.find((name) => name.toLowerCase() === nearest)}'?`;
}
