import { encodingOption } from './encoding-names.js';
import { isObject, type OptionValues } from './option-values.js';
import type { CsvOptions } from './options.js';
import { typeOptions } from './type-names.js';

/** The options of `polars.read_csv`. @throws CO_CSV_OPTION */
export function fromPolars(values: OptionValues): Partial<CsvOptions> {
  return {
    ...missing(values),
    dialect: 'polars',
    encoding: encodingOption(values),
    delimiter: values.character('separator') ?? ',',
    quote: values.has('quote_char') ? (values.character('quote_char') ?? null) : '"',
    comment: values.text('comment_prefix') ?? null,
    skipLines: (values.count('skip_rows') ?? 0) + (values.count('skip_lines') ?? 0),
    skipAfterHeader: values.count('skip_rows_after_header') ?? 0,
    header: (values.flag('has_header') ?? true) ? 0 : null,
    names: values.texts('new_columns') ?? null,
    namesAreAll: false,
    columns: values.choices('columns') ?? null,
    limit: values.count('n_rows') ?? Infinity,
    decimal: values.flag('decimal_comma') ? ',' : '.',
    times: values.flag('try_parse_dates') ? 'all' : 'none',
    inferTypes: values.flag('infer_schema') ?? true,
    types: new Map(['dtypes', 'schema', 'schema_overrides'].flatMap((option) => typeOptions(values, option))),
  };
}

/** An empty cell is no value, in a column of texts unless the options say so. */
function missing(values: OptionValues): Partial<CsvOptions> {
  const keepEmptyTexts = values.flag('missing_utf8_is_empty_string') ?? false;
  const empty = keepEmptyTexts ? [] : [''];
  const given = values.raw('null_values');
  if (!isObject(given))
    return { missing: new Set([...empty, ...(values.scalars('null_values') ?? [])]), keepEmptyTexts };
  const byColumn = Object.entries(given).map(
    ([name, texts]) => [name, new Set(values.scalars('null_values', texts))] as const,
  );
  return { missing: new Set(empty), missingByColumn: new Map(byColumn), keepEmptyTexts };
}
