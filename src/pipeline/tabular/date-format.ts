/** Parts of a date in the notation of `strptime`, each as what it looks like. */
const PARTS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  f: '(?<f>\\d{1,9})',
  '%': '%',
};

/** Gives the nanoseconds since 1970-01-01 UTC of a text; `undefined` where it is not such a date, or there is no such day. */
export type DateParser = (text: string) => bigint | undefined;

/**
 * Makes a parser of a layout of `%Y`, `%m`, `%d`, `%H`, `%M`, `%S` and `%f` (parts of a second), as Python's `strptime` reads
 * them: numbers may lack leading zeros, a space stands for any number of spaces, what the layout lacks is the first of January 1900,
 * midnight.
 */
export function dateParser(format: string): DateParser {
  const pattern = new RegExp(`^${patternOf(format)}$`);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    return groups && momentOf(groups);
  };
}

/** The layout of the day alone: what comes before the hour. */
export function dayFormat(format: string): string {
  const hour = /%[HMSf]/.exec(format)?.index ?? format.length;
  return format
    .slice(0, hour)
    .replace(/[^A-Za-z%]+$/, '')
    .replace(/T$/, '');
}

function patternOf(format: string): string {
  const taken = new Set<string>();
  return format.replace(/%(.)|\s+|[^\w\s%]/g, (piece, letter: string | undefined) => {
    if (letter === undefined) return /\s/.test(piece) ? '\\s+' : `\\${piece}`;
    const part = PARTS[letter] ?? '(?!)';
    // A part that comes again must read the same; a name may be given to one group only.
    const again = taken.has(letter);
    taken.add(letter);
    return again && letter !== '%' ? `\\k<${letter}>` : part;
  });
}

function momentOf({ Y = '1900', m = '1', d = '1', H = '0', M = '0', S = '0', f = '' }: Record<string, string>) {
  const [year, month, day] = [Number(Y), Number(m), Number(d)];
  const [hour, minute, second] = [Number(H), Number(M), Number(S)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  return BigInt(seconds) * 1_000_000_000n + BigInt(f.padEnd(9, '0'));
}
