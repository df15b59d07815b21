/**
 * How the samples of a dataset have to be read, all of them.
 *
 * @module
 */
import type { Inspection } from '../../contracts/inspector.js';
import type { Decisions } from '../decisions.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * The settings of the first sample, with the words for no value of all. Where samples are of other encodings, one that has any byte is taken; other
 * differences are told, and the first sample counts.
 */
export function mergeSettings(inspections: readonly Inspection[], decisions: Decisions): Options {
  const all = inspections.map(({ settings }) => pandasOf(settings)).filter((options) => options !== undefined);
  const [first] = all;
  if (!first) return inspections[0]?.settings ?? {};
  const encoding = encodingOf(all, decisions);
  const words = wordsOf(all);
  const delimiter = first.delimiter ?? first.sep;
  if (delimiter !== undefined)
    decisions.note(
      'delimiter',
      '/csv_config/pandas_read_csv_config/delimiter',
      JSON.stringify(delimiter),
      'what stands between cells',
    );
  for (const option of ['delimiter', 'header', 'skiprows', 'decimal', 'comment'])
    if (new Set(all.map((options) => JSON.stringify(options[option]))).size > 1)
      decisions.note(
        `found:${option}`,
        `/csv_config/pandas_read_csv_config/${option}`,
        JSON.stringify(first[option] ?? null),
        'samples differ in it: the first counts, others may be refused',
      );
  return {
    csv_config: {
      pandas_read_csv_config: {
        ...first,
        ...(encoding !== undefined && { encoding }),
        ...(words && { na_values: words }),
      },
    },
  };
}

function pandasOf(settings: Options | undefined): Options | undefined {
  return (settings?.csv_config as { pandas_read_csv_config?: Options } | undefined)?.pandas_read_csv_config;
}

function encodingOf(all: readonly Options[], decisions: Decisions): string | undefined {
  const encodings = [...new Set(all.flatMap(({ encoding }) => (typeof encoding === 'string' ? [encoding] : [])))];
  if (encodings.length < 2) return encodings[0];
  const wide =
    encodings.find((encoding) => encoding === 'cp1252') ?? encodings.find((encoding) => encoding === 'latin1');
  const taken = wide ?? encodings[0];
  const reason = `samples are ${encodings.join(' and ')}: letters of the others beyond ASCII are read wrongly, or refused`;
  decisions.note('found:encoding', '/csv_config/pandas_read_csv_config/encoding', taken, reason);
  return taken;
}

/** Words for no value by column; `undefined` where none were found, or a person told them for all columns. */
function wordsOf(all: readonly Options[]): Record<string, string[]> | undefined {
  const found = all.flatMap(({ na_values: words }) =>
    typeof words === 'object' && words !== null && !Array.isArray(words) ? [words as Record<string, string[]>] : [],
  );
  if (found.length === 0) return undefined;
  const names = [...new Set(found.flatMap((words) => Object.keys(words)))];
  return Object.fromEntries(names.map((name) => [name, [...new Set(found.flatMap((words) => words[name] ?? []))]]));
}
