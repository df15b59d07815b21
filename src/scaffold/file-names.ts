/**
 * What the names of files have in common, and the dates in them.
 *
 * @module
 */

const Y = '((?:19|20)\\d{2})';
const [M, D] = ['(0[1-9]|1[0-2])', '(0[1-9]|[12]\\d|3[01])'];
const [H, MI, S] = ['([01]\\d|2[0-3])', '([0-5]\\d)', '([0-5]\\d)'];
const FULL = ['Y', 'm', 'd', 'H', 'M', 'S'];

/** The fullest first. Parts stand alone between what is no digit. */
const LAYOUTS: readonly (readonly [string, number])[] = [
  [`${Y}${M}${D}T${H}${MI}${S}`, 6],
  [`${Y}-${M}-${D}T${H}[:-]${MI}[:-]${S}`, 6],
  [`${Y}${M}${D}_${H}${MI}${S}`, 6],
  [`${Y}${M}${D}${H}${MI}${S}`, 6],
  [`${Y}${M}${D}T${H}${MI}`, 5],
  [`${Y}${M}${D}${H}${MI}`, 5],
  [`${Y}${M}${D}${H}`, 4],
  [`${Y}-${M}-${D}`, 3],
  [`${Y}_${M}_${D}`, 3],
  [`${Y}${M}${D}`, 3],
  [`${Y}-${M}`, 2],
  [`${Y}_${M}`, 2],
  [`${Y}${M}`, 2],
  [Y, 1],
];

/** Where a date stands in a name that all of these have, as a `file_name` and `format` of the `geotiff` block; nanoseconds of each name. */
export function findDates(names: readonly string[]) {
  for (const [pattern, parts] of LAYOUTS) {
    const alone = `(?<!\\d)${pattern}(?!\\d)`;
    const matches = names.map((name) => new RegExp(alone).exec(name));
    if (matches.some((match) => match === null)) continue;
    const times = matches.map((match) => momentOf((match ?? []).slice(1).map(Number)));
    const format = FULL.slice(0, parts)
      .map((part) => `%${part}`)
      .join('');
    return { file_name: alone, format, times };
  }
  return undefined;
}

function momentOf([year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[]): bigint {
  return BigInt(Date.UTC(year, month - 1, day, hour, minute, second)) * 1_000_000n;
}

const TOKENS = /[A-Za-z]+|\d+|[^A-Za-z\d]+/g;

/**
 * A regular expression for the names of these files and of others like them: what samples have in common stands, runs of digits that differ, or
 * that are long enough for a date or a number of a series, are any digits; other parts between `_` that differ are any text without `_`.
 */
export function filterFor(names: readonly string[]): string {
  const parts = names.map((name) => name.split('_'));
  const isAlike = parts.every((own) => own.length === parts[0]?.length);
  if (!isAlike) return `/${betweenEnds(names)}$`;
  const patterns = (parts[0] ?? []).map((_, i) => patternOf(parts.map((own) => own[i] ?? '')));
  return `/${patterns.join('_')}$`;
}

/** What is common at the beginning and at the end, with anything between. */
function betweenEnds(names: readonly string[]): string {
  const [first = ''] = names;
  const common = (at: (name: string, i: number) => string) => {
    let length = 0;
    while (length < first.length && names.every((name) => at(name, length) === at(first, length))) length++;
    return length;
  };
  const head = first
    .slice(
      0,
      common((name, i) => name.charAt(i)),
    )
    .replace(/\d+$/, '');
  const tail = first.slice(first.length - common((name, i) => name.charAt(name.length - 1 - i))).replace(/^\d+/, '');
  return `${literally(head)}[^/]*${literally(tail)}`;
}

/** Pattern of one part between `_`; the last one has the extension. */
function patternOf(texts: readonly string[]): string {
  const split = texts.map((text) => text.match(TOKENS) ?? []);
  const isAlike = split.every((tokens) => tokens.length === split[0]?.length);
  const pieces = isAlike
    ? (split[0] ?? []).map((token, i) =>
        pieceOf(
          token,
          split.map((tokens) => tokens[i] ?? ''),
        ),
      )
    : [ANY];
  if (!pieces.includes(ANY)) return pieces.join('');
  const ends = texts.map((text) => /\.[A-Za-z]\w*$/.exec(text)?.[0] ?? '');
  return `${ANY}${new Set(ends).size === 1 ? literally(ends[0] ?? '') : ''}`;
}

const ANY = '[^_/]+';

function pieceOf(token: string, tokens: readonly string[]): string {
  const areDigits = tokens.every((one) => /^\d+$/.test(one));
  if (new Set(tokens).size === 1) return areDigits && token.length >= 4 ? `\\d{${token.length}}` : literally(token);
  if (!areDigits) return ANY;
  return token.length >= 4 && tokens.every(({ length }) => length === token.length) ? `\\d{${token.length}}` : '\\d+';
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A name for the dataset from what the names of its files have in common: lower case, words joined by `_`, without dates and numbers of a series. */
export function datasetNameFor(names: readonly string[]): string {
  const stems = names.map((name) => withoutDate(name.replace(/\.zarr\.zip$/i, '').replace(/\.[^.]*$/, '')));
  const words = stems.map((stem) => stem.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''));
  const [first = []] = words;
  const common = first.filter((word) => words.every((others) => others.includes(word)));
  const kept = [...new Set(common.map(withoutDates))].filter((word) => word !== '').slice(0, MOST_WORDS);
  const ascii = kept
    .join('_')
    .normalize('NFD')
    .replace(/[^\w]+/g, '')
    .toLowerCase();
  const name = ascii.replace(/^_+|_+$/g, '').replace(/_{2,}/g, '_');
  return /^[a-z0-9]/.test(name) ? name.slice(0, 80) : 'dataset';
}

/** Without the dates of any layout but the year alone, which may be part of a name. */
function withoutDate(stem: string): string {
  return LAYOUTS.filter(([, parts]) => parts > 1).reduce(
    (rest, [pattern]) => rest.replace(new RegExp(`(?<!\\d)${pattern}(?!\\d)Z?`, 'g'), ' '),
    stem,
  );
}

const MOST_WORDS = 8;

function withoutDates(word: string): string {
  if (/^\d{4,}T?\d*Z?$/i.test(word)) return '';
  return /^[a-z]{0,3}\d{5,}\w*$/i.test(word) ? '' : word;
}
