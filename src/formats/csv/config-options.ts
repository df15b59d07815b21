import { CloudOptimisedError } from '../../errors/index.js';
import type { ColumnType } from '../../model/table/column.js';
import { columnType } from '../../model/table/schema-types.js';
import { type CsvOption, pandasReadCsvOptions, polarsReadCsvOptions } from './dialects.js';
import { OptionValues } from './option-values.js';
import { type CsvOptions, defaultOptions } from './options.js';
import { fromPandas, PANDAS_DEFAULTS } from './pandas-options.js';
import { fromPolars } from './polars-options.js';

/** The `csv_config` of a dataset config. */
export interface CsvConfig {
  readonly pandas_read_csv_config?: Readonly<Record<string, unknown>> | null | undefined;
  readonly polars_read_csv_config?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * How to read the CSV files of a dataset. Without a `csv_config` they are read as `pandas.read_csv` does by default.
 *
 * @param schemaTypes the declared type of each column of the schema
 * @throws CO_CSV_OPTION for an option that is unknown, refused, or has a value that cannot be followed
 */
export function csvOptionsFromConfig(
  config: CsvConfig | null | undefined,
  schemaTypes: Readonly<Record<string, string | undefined>> = {},
): CsvOptions {
  const pandas = config?.pandas_read_csv_config;
  const polars = config?.polars_read_csv_config;
  if (pandas && polars) {
    const reason = 'only one of pandas_read_csv_config and polars_read_csv_config may be given';
    throw new CloudOptimisedError('CO_CSV_OPTION', { option: 'csv_config', value: 'both', reason });
  }
  const chosen = polars ? fromPolars(checked(polars, polarsReadCsvOptions, 'polars')) : chosenByPandas(pandas ?? {});
  return { ...defaultOptions, ...chosen, types: new Map([...(chosen.types ?? []), ...declaredTypes(schemaTypes)]) };
}

function chosenByPandas(given: Readonly<Record<string, unknown>>): Partial<CsvOptions> {
  return { ...PANDAS_DEFAULTS, ...fromPandas(checked(given, pandasReadCsvOptions, 'pandas')) };
}

function declaredTypes(schemaTypes: Readonly<Record<string, string | undefined>>): [string, ColumnType][] {
  return Object.entries(schemaTypes).flatMap(([name, declared]) => {
    const type = declared === undefined ? undefined : columnType(declared);
    return type ? [[name, type] as [string, ColumnType]] : [];
  });
}

function checked(
  given: Readonly<Record<string, unknown>>,
  table: Readonly<Record<string, CsvOption>>,
  dialect: string,
): OptionValues {
  const values = new OptionValues(given);
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!option) throw values.refusal(name, `${dialect}.read_csv has no such option`);
    if (option.support === 'refused' && !option.accepted?.includes(value))
      throw values.refusal(name, option.note ?? '');
  }
  return values;
}
