import { recipe } from './define.js';

/** Failures of turning a source into rows of a dataset. */
export const tableErrors = {
  CO_TABLE_EMPTY: recipe<{ uri: string; dropped: Readonly<Record<string, number>> }>({
    when: 'No row of a source is left once the bad ones are dropped.',
    message: ({ uri, dropped }) =>
      `Nothing of '${uri}' is left to publish: ${
        Object.entries(dropped)
          .map(([reason, count]) => `${count} rows dropped as ${reason}`)
          .join(', ') || 'it has no rows'
      }.`,
    remedy: 'Check the time and position variables of the file, and the valid_min and valid_max of the config.',
  }),
  CO_TABLE_TOO_LARGE: recipe<{ uri: string; rows: number; limit: number; dimensions: string }>({
    when: "The product of a file's dimensions is more rows than a table may have.",
    message: ({ uri, rows, limit, dimensions }) =>
      `'${uri}' would give ${rows} rows (${dimensions}); ${limit} is the most that one file may give.`,
    remedy: 'Leave out the variables that bring in further dimensions with drop_variables.',
  }),
  CO_DIMENSION_WITHOUT_VARIABLE: recipe<{ uri: string; dimension: string }>({
    when: 'A dimension that the schema declares as a column is not a variable of the file.',
    message: ({ uri, dimension }) =>
      `Dimension '${dimension}' of '${uri}' is a column of the schema, but the file has no variable of that name.`,
    remedy: 'Exclude the file with the filter of its path, or take the column out of the schema.',
  }),
  CO_COLUMN_CAST: recipe<{ uri: string; column: string; from: string; to: string; row: number; value: string }>({
    when: 'A value does not fit the type that the schema declares for its column.',
    message: ({ uri, column, from, to, row, value }) =>
      `Column '${column}' of '${uri}' cannot become ${to}: row ${row} holds '${value}' (${from}).`,
    remedy: 'Correct the file, or declare a type in the schema that holds the value.',
  }),
  CO_COLUMN_DRIFT: recipe<{ column: string; uri: string; type: string; otherUri: string; otherType: string }>({
    when: 'The objects of one folder hold a column with different types.',
    message: ({ column, uri, type, otherUri, otherType }) =>
      `Column '${column}' is of type '${type}' in '${uri}', but of '${otherType}' in '${otherUri}'.`,
    remedy: 'Rewrite one of the objects, or give each as a source of its own.',
  }),
  CO_COLUMN_LENGTH: recipe<{ column: string; length: number; rows: number }>({
    when: 'A column was added that has not as many values as the table has rows.',
    message: ({ column, length, rows }) => `Column '${column}' has ${length} values for ${rows} rows.`,
    remedy: 'Give the column one value for each row of the table.',
  }),
  CO_COLUMN_TYPE: recipe<{ column: string; type: string; wanted: string }>({
    when: 'A column was handed to a writer with another type than its field has.',
    message: ({ column, type, wanted }) => `Column '${column}' is of type '${type}', its field of '${wanted}'.`,
    remedy: 'Cast the column to the type of the schema before it is written.',
  }),
  CO_COLUMN_UNKNOWN: recipe<{ column: string; known: readonly string[] }>({
    when: 'A column was asked for that the table does not have.',
    message: ({ column, known }) => `There is no column '${column}' among ${known.join(', ')}.`,
    remedy: 'Check the name in the config or in the handler.',
  }),
  CO_OBJECT_TOO_LARGE: recipe<{ bytes: number; limit: number }>({
    when: 'The texts of one column are more than one object can hold.',
    message: ({ bytes, limit }) => `A column of texts takes ${bytes} bytes in one object; ${limit} is the most.`,
    remedy: 'Partition the dataset further, or leave out the column.',
  }),
  CO_PARTITION_NULL: recipe<{ uri: string; column: string }>({
    when: 'A column that partitions the dataset has no value at all in a file.',
    message: ({ uri, column }) => `Partition column '${column}' of '${uri}' has no value in any row.`,
    remedy: 'Check the source of the column in add_variables, or the file.',
  }),
  CO_RAGGED: recipe<{ uri: string; reason: string }>({
    when: 'The parts of a ragged array, or of packed text cells, do not fit each other.',
    message: ({ uri, reason }) => `The arrays in '${uri}' do not fit each other: ${reason}.`,
    remedy: 'Replace the file.',
  }),
} as const;
